package io.tradewind.server.signin;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.Scopes;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Takes away one of the two walls between tenants, so that a test sees the other stand alone. */
final class Doors {
  /** The caller claims to be this tenant: what the application asks for is no check any more. */
  static volatile Optional<UUID> claimed = Optional.empty();

  /** The database shows everything to everybody. */
  static volatile boolean rowsAreOpen = false;

  private Doors() {}

  /** The application's check. */
  @Alternative
  @RequestScoped
  static class ClaimingCaller extends Caller {
    @Inject
    ClaimingCaller(SecurityIdentity identity) {
      super(identity);
    }

    /** For the proxy, which asks nothing of it. */
    ClaimingCaller() {
      super(QuarkusSecurityIdentity.builder().setAnonymous(true).build());
    }

    @Override
    public UUID organization() {
      return claimed.orElseGet(super::organization);
    }
  }

  /** The database's. */
  @Alternative
  @Singleton
  static class OpenScopes implements Scopes {
    private final Tenants tenants;

    OpenScopes(Tenants tenants) {
      this.tenants = tenants;
    }

    @Override
    public Scope current() {
      return rowsAreOpen ? Scope.BROKER : tenants.current();
    }
  }
}
