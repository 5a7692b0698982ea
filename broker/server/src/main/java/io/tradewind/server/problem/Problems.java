package io.tradewind.server.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** The problems that are the same for every resource. */
public final class Problems {
  private Problems() {}

  public static Problem unauthorized() {
    return new Problem(
        401,
        "sign_in_needed",
        "Send a token as a bearer, or sign in with the browser: by the link that a standalone"
            + " broker prints at its start, else at /signin/sso.");
  }

  public static Problem forbidden() {
    return new Problem(403, "forbidden", "You may not do this.");
  }

  public static Problem bodyTooLarge(long limitBytes) {
    return new Problem(
        413,
        "body_too_large",
        "The body is larger than %d bytes. Send large data by reference.".formatted(limitBytes));
  }

  /** The problem of a status that the framework chose. */
  static Problem ofStatus(int status, String method, String path) {
    return switch (status) {
      case 400 -> new Problem(400, "bad_request", "The request cannot be understood.");
      case 401 -> unauthorized();
      case 403 -> forbidden();
      case 404 -> new Problem(404, "not_found", "There is nothing at %s.".formatted(path));
      case 405 ->
          new Problem(405, "method_not_allowed", "%s is not served at %s.".formatted(method, path));
      case 406 ->
          new Problem(406, "not_acceptable", "What the Accept header asks for is not served here.");
      case 413 -> new Problem(413, "body_too_large", "The body is too large.");
      case 415 ->
          new Problem(
              415,
              "unsupported_media_type",
              "This Content-Type is not read here. Most resources read application/json.");
      default -> new Problem(status, "http_" + status, "The request was refused.");
    };
  }

  static Problem unexpected(String requestId) {
    return new Problem(
        500,
        "unexpected",
        "Something went wrong in the broker. Its log says more at request %s."
            .formatted(requestId));
  }

  /** Ends the reply with the problem, unless another handler has answered already. */
  public static void send(RoutingContext context, Problem problem) {
    var response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(problem.json(context.request().path()));
  }
}
