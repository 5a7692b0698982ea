package io.tradewind.server.signin;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.tradewind.server.problem.ProblemException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Holds every request to the table of permissions, before its body is read. */
class PermissionFilter {
  private final Map<Method, Optional<Rule>> rules = new ConcurrentHashMap<>();
  private final Permissions permissions;
  private final SecurityIdentity identity;

  PermissionFilter(Permissions permissions, SecurityIdentity identity) {
    this.permissions = permissions;
    this.identity = identity;
  }

  @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
  void hold(ResourceInfo resource) {
    hold(ruleOf(resource.getResourceClass(), resource.getResourceMethod()));
  }

  private void hold(Rule rule) {
    switch (rule.audience()) {
      case ANYONE, AGENT -> {}
      case SIGNED_IN -> mustBeSignedIn();
      case ROLES -> {
        mustBeSignedIn();
        mustHave(rule);
      }
    }
    if (!rule.asks() && identity.getAttribute(Caller.READ_ONLY) != null) {
      throw new ProblemException(
          403, "read_only_token", "This token may only read. Make one with access write.");
    }
  }

  private Rule ruleOf(Class<?> resource, Method served) {
    return rules
        .computeIfAbsent(served, method -> Endpoint.of(resource, method).flatMap(permissions::of))
        .orElseThrow(
            () ->
                new ProblemException(
                    403,
                    "no_rule",
                    "Nobody may use this: permissions.txt of the broker has no line for it."));
  }

  private void mustBeSignedIn() {
    if (identity.isAnonymous()) {
      throw new UnauthorizedException();
    }
  }

  private void mustHave(Rule rule) {
    if (identity.getAttribute(Caller.ORGANIZATION) == null) {
      throw new ProblemException(
          403,
          "no_organization",
          "You belong to no organization here, or not to the one that Tradewind-Organization names."
              + " Ask an administrator to add you as a member.");
    }
    if (!rule.admits(identity.getRoles())) {
      throw new ProblemException(
          403,
          "role_needed",
          "This needs one of the roles "
              + String.join(", ", rule.roles().stream().map(Role::wireName).sorted().toList())
              + ". An administrator of your organization can give it to you.");
    }
  }
}
