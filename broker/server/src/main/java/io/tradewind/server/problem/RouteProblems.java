package io.tradewind.server.problem;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Errors outside of resources: refused by security, or a path that no resource and no file has. */
@ApplicationScoped
class RouteProblems {
  private static final Logger LOG = Logger.getLogger(RouteProblems.class);
  private static final int SERVER_ERROR = 500;

  /** Before the framework's own error page, which is HTML or a JSON of another shape. */
  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE + 1).failureHandler(RouteProblems::failed);
  }

  private static void failed(RoutingContext context) {
    if (context.failure() instanceof AuthenticationRedirectException onward) {
      redirect(context.response(), onward);
    } else {
      Problems.send(context, problem(context));
    }
  }

  /** A browser that signs in or out is on its way to the issuer, or back; that is no problem. */
  private static void redirect(HttpServerResponse response, AuthenticationRedirectException to) {
    response
        .setStatusCode(to.getCode())
        .putHeader(HttpHeaders.LOCATION, to.getRedirectUri())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end();
  }

  private static Problem problem(RoutingContext context) {
    var failure = context.failure();
    if (failure instanceof UnauthorizedException || failure instanceof AuthenticationException) {
      return Problems.unauthorized();
    }
    if (failure instanceof ForbiddenException) {
      return Problems.forbidden();
    }
    int status = context.statusCode();
    if (status >= 400 && status < SERVER_ERROR) {
      return Problems.ofStatus(status, context.request().method().name(), context.request().path());
    }
    var id = RequestId.of(context);
    LOG.errorf(failure, "Request %s failed", id);
    return Problems.unexpected(id);
  }
}
