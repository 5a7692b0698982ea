package io.tradewind.server.signin;

import io.quarkus.security.identity.SecurityIdentity;
import io.tradewind.server.problem.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
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

  /**
   * How the names of those begin that the framework keeps for a browser that an issuer signed in.
   */
  public static final String ISSUED_COOKIE = "q_session";

  static final String ORGANIZATION = "tradewind.organization";
  static final String PROJECT = "tradewind.project";
  static final String PERSON = "tradewind.person";
  static final String NAME = "tradewind.name";

  /** There when the credential may not change anything. */
  static final String READ_ONLY = "tradewind.read-only";

  /** There when the credential is an API token. */
  static final String TOKEN = "tradewind.token";

  private final SecurityIdentity identity;

  Caller(SecurityIdentity identity) {
    this.identity = identity;
  }

  public String subject() {
    return identity.getPrincipal().getName();
  }

  public String name() {
    return Optional.<String>ofNullable(identity.getAttribute(NAME)).orElseGet(this::subject);
  }

  public UUID person() {
    return identity.getAttribute(PERSON);
  }

  public Set<String> roles() {
    return identity.getRoles();
  }

  public boolean has(Role role) {
    return identity.hasRole(role.wireName());
  }

  /** Whether a program calls with a token, not a person. */
  public boolean isToken() {
    return identity.getAttribute(TOKEN) != null;
  }

  /**
   * @throws ProblemException 403 for a caller who belongs to none
   */
  public UUID organization() {
    return organizationIfAny()
        .orElseThrow(
            () ->
                new ProblemException(
                    403, "no_organization", "You belong to no organization here."));
  }

  public Optional<UUID> organizationIfAny() {
    return Optional.ofNullable(identity.getAttribute(ORGANIZATION));
  }

  /**
   * @throws ProblemException 403 when the header names a project that the organization does not
   *     have
   */
  public UUID project() {
    return projectIfAny()
        .orElseThrow(
            () ->
                new ProblemException(
                    403,
                    "no_project",
                    "Your organization has no such project. Leave Tradewind-Project out for its"
                        + " first one."));
  }

  public Optional<UUID> projectIfAny() {
    return Optional.ofNullable(identity.getAttribute(PROJECT));
  }
}
