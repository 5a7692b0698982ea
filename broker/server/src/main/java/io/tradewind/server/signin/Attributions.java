package io.tradewind.server.signin;

import io.quarkus.security.identity.SecurityIdentity;
import io.tradewind.server.database.Attribution;
import io.tradewind.server.problem.RequestId;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Says of a request that may change something who sent it, and why. */
final class Attributions {
  /** Why a change is made, in a person's own words. */
  static final String REASON_HEADER = "Tradewind-Reason";

  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_ACTOR = 255;
  private static final int LONGEST_NAME = 200;
  private static final Set<HttpMethod> READS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private Attributions() {}

  /** Empty for requests that only read, and for callers who act for no organization. */
  static Optional<Attribution> of(RoutingContext request, Optional<SecurityIdentity> caller) {
    return READS.contains(request.request().method())
        ? Optional.empty()
        : caller.flatMap(identity -> of(request, identity));
  }

  private static Optional<Attribution> of(RoutingContext request, SecurityIdentity identity) {
    UUID organization = identity.getAttribute(Caller.ORGANIZATION);
    if (identity.isAnonymous() || organization == null) {
      return Optional.empty();
    }
    String subject = identity.getPrincipal().getName();
    String name = Optional.<String>ofNullable(identity.getAttribute(Caller.NAME)).orElse(subject);
    JsonObject json =
        new JsonObject()
            .put("organization", organization.toString())
            .put("actor", cut(subject, LONGEST_ACTOR))
            .put("name", cut(name, LONGEST_NAME))
            .put("token", identity.<String>getAttribute(Caller.TOKEN))
            .put("request", RequestId.of(request))
            .put("reason", reason(request).orElse(null));
    return Optional.of(new Attribution(json.encode()));
  }

  private static Optional<String> reason(RoutingContext request) {
    return Optional.ofNullable(request.request().getHeader(REASON_HEADER))
        .map(String::strip)
        .filter(reason -> !reason.isEmpty())
        .map(reason -> cut(reason, LONGEST_REASON));
  }

  /** PostgreSQL keeps no zero in a text. */
  private static String cut(String text, int longest) {
    String kept = text.replace("\0", "");
    return kept.substring(0, Math.min(longest, kept.length()));
  }
}
