package io.tradewind.server.signin;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Set;
import java.util.UUID;

/**
 * Who sent this request, and for whom. Inject it into a resource; without a credential no resource
 * is reached.
 */
@RequestScoped
public class Caller {
  /** The session cookie of a browser that is signed in. */
  public static final String COOKIE = Sessions.COOKIE;

  static final String ORGANIZATION = "tradewind.organization";
  static final String PROJECT = "tradewind.project";

  private final SecurityIdentity identity;

  Caller(SecurityIdentity identity) {
    this.identity = identity;
  }

  public String subject() {
    return identity.getPrincipal().getName();
  }

  public Set<String> roles() {
    return identity.getRoles();
  }

  public UUID organization() {
    return identity.getAttribute(ORGANIZATION);
  }

  public UUID project() {
    return identity.getAttribute(PROJECT);
  }
}
