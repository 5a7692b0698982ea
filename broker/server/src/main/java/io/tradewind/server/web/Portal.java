package io.tradewind.server.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * The portal has one HTML file and its own addresses in it, such as {@code /market}: each of them
 * is answered with that file.
 */
@Singleton
class Portal implements Handler<RoutingContext> {
  private static final String PAGE = "/index.html";
  private static final Pattern SERVED_BY_RESOURCES =
      Pattern.compile("/(api|agent|mcp|q|signin)(/.*)?");

  /**
   * A name with a dot in the last segment is a file: when it is missing, a page in its place would
   * only confuse. Names of machines, in the addresses of offers, have dots too.
   */
  private static final Pattern FILE = Pattern.compile("(?!/offers/).*\\.[^/]*");

  private final boolean present =
      Thread.currentThread().getContextClassLoader().getResource("META-INF/resources" + PAGE)
          != null;

  /** Whether the path belongs to the portal: a page or one of its files. */
  static boolean isPage(String path) {
    return !SERVED_BY_RESOURCES.matcher(path).matches();
  }

  @Override
  public void handle(RoutingContext context) {
    var path = context.normalizedPath();
    boolean page = isPage(path) && !path.equals("/") && !FILE.matcher(path).matches();
    if (present && page && reads(context.request().method())) {
      context.reroute(PAGE);
    } else {
      context.next();
    }
  }

  private static boolean reads(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }
}
