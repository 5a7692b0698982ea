package io.tradewind.server.web;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * What a browser is told about every reply: run our own scripts only, frame nothing, and how long
 * to keep it.
 */
class ReplyHeaders implements Handler<RoutingContext> {
  private static final Map<String, String> SECURITY =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
              + " data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri"
              + " 'none'; form-action 'self'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private static final String FOREVER = "public, max-age=31536000, immutable";

  /** Kept, but asked for again each time: entity tags make that cheap. */
  private static final String ASK_AGAIN = "no-cache";

  private static final String PRIVATE = "private, no-cache";
  private static final String NEVER = "no-store";
  private static final int FIRST_ERROR = 400;

  @Override
  public void handle(RoutingContext context) {
    context.addHeadersEndHandler(written -> complete(context));
    context.next();
  }

  private static void complete(RoutingContext context) {
    MultiMap headers = context.response().headers();
    SECURITY.forEach(headers::set);
    var path = context.normalizedPath();
    if (context.response().getStatusCode() >= FIRST_ERROR || path.equals("/signin")) {
      headers.set(HttpHeaders.CACHE_CONTROL, NEVER);
    } else if (!Portal.isPage(path)) {
      if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
        headers.set(HttpHeaders.CACHE_CONTROL, PRIVATE);
      }
    } else {
      headers.set(HttpHeaders.CACHE_CONTROL, path.startsWith("/assets/") ? FOREVER : ASK_AGAIN);
    }
  }
}
