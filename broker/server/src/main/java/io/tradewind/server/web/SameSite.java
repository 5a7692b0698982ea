package io.tradewind.server.web;

import io.tradewind.server.problem.Problem;
import io.tradewind.server.problem.Problems;
import io.tradewind.server.signin.Caller;
import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * A browser sends its cookie along whoever wrote the request. So a request that changes something
 * and rests on the cookie must carry a header that no foreign page can add, and must not name a
 * foreign origin.
 */
@Singleton
class SameSite implements Handler<RoutingContext> {
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private static final Problem REFUSAL =
      new Problem(
          403,
          "cross_site",
          "A change with the session cookie needs the header X-Tradewind: 1 and must come from the"
              + " portal's own origin.",
          List.of());

  @Override
  public void handle(RoutingContext context) {
    var request = context.request();
    boolean restsOnCookie =
        request.cookies().stream().anyMatch(SameSite::isSession)
            && !request.headers().contains(HttpHeaders.AUTHORIZATION);
    if (SAFE.contains(request.method()) || !restsOnCookie || isOwn(request)) {
      context.next();
    } else {
      Problems.send(context, REFUSAL);
    }
  }

  private static boolean isSession(Cookie cookie) {
    return cookie.getName().equals(Caller.COOKIE)
        || cookie.getName().startsWith(Caller.ISSUED_COOKIE);
  }

  private static boolean isOwn(HttpServerRequest request) {
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    boolean sameOrigin =
        origin == null || origin.equals(request.scheme() + "://" + request.authority());
    return sameOrigin && "1".equals(request.getHeader("X-Tradewind"));
  }
}
