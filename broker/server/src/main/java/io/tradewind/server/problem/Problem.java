package io.tradewind.server.problem;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** An error reply as RFC 9457 has it, with a code that programs may rely on. */
public record Problem(int status, String code, String detail, List<FieldProblem> errors) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    errors = List.copyOf(errors);
  }

  Problem(int status, String code, String detail) {
    this(status, code, detail, List.of());
  }

  static Problem of(ProblemException refusal) {
    return new Problem(refusal.status(), refusal.code(), refusal.detail(), refusal.errors());
  }

  /**
   * @param instance the path of the request
   */
  public String json(String instance) {
    var fields = new JsonArray();
    errors.forEach(
        error ->
            fields.add(
                new JsonObject()
                    .put("field", error.field())
                    .put("message", error.message())
                    .put("advice", error.advice())));
    return new JsonObject()
        .put("type", "urn:tradewind:problem:" + code)
        .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
        .put("status", status)
        .put("code", code)
        .put("detail", detail)
        .put("instance", instance)
        .put("errors", fields)
        .encode();
  }
}
