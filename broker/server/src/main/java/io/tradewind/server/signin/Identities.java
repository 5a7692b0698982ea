package io.tradewind.server.signin;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes of what is known about a caller the identity that a request carries. */
final class Identities {
  static final String OWNER = "owner";

  private Identities() {}

  /** The owner of a standalone broker may do everything, in the first organization. */
  static SecurityIdentity owner() {
    Set<String> roles = new HashSet<>(Role.allNames());
    roles.add(OWNER);
    return of(
        new People.Standing(
            Tenants.OWNER,
            OWNER,
            "Owner",
            Optional.of(Tenants.DEFAULT_ORGANIZATION),
            Optional.of(Tenants.DEFAULT_PROJECT),
            roles));
  }

  static SecurityIdentity of(People.Standing standing) {
    return builder(standing).build();
  }

  /**
   * @param token the id of the API token, in place of a person
   */
  static SecurityIdentity ofToken(People.Standing standing, UUID token, boolean readOnly) {
    QuarkusSecurityIdentity.Builder builder =
        builder(standing).addAttribute(Caller.TOKEN, token.toString());
    if (readOnly) {
      builder.addAttribute(Caller.READ_ONLY, true);
    }
    return builder.build();
  }

  private static QuarkusSecurityIdentity.Builder builder(People.Standing standing) {
    QuarkusSecurityIdentity.Builder builder =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(standing.subject()))
            .addRoles(standing.roles())
            .addAttribute(Caller.PERSON, standing.person())
            .addAttribute(Caller.NAME, standing.name());
    standing.organization().ifPresent(it -> builder.addAttribute(Caller.ORGANIZATION, it));
    standing.project().ifPresent(it -> builder.addAttribute(Caller.PROJECT, it));
    return builder;
  }
}
