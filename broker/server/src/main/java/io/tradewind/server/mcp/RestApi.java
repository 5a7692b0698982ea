package io.tradewind.server.mcp;

import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The REST API of this broker, asked in the name of whoever calls a tool: over the socket at which
 * the call came, with the caller's own credential. Nothing is decided here, so nothing can be
 * decided otherwise than there.
 */
@ApplicationScoped
class RestApi {
  static final Map<String, String> YAML = Map.of("Content-Type", "application/yaml");

  private static final Logger LOG = Logger.getLogger(RestApi.class);
  private static final String ROOT = "/api/v1/";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CONNECTIONS = 64;
  private static final int FIRST_REFUSAL = 400;

  /** Never a cookie: a page that a browser shows must not speak for who is signed in there. */
  private static final List<String> OF_CALLER =
      List.of("Authorization", "Tradewind-Organization", "Tradewind-Project", "Tradewind-Reason");

  private final CurrentVertxRequest requests;
  private final HttpClient client;

  RestApi(Vertx vertx, CurrentVertxRequest requests) {
    this.requests = requests;
    // The other end is this very process, whatever name its certificate bears.
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setTrustAll(true)
                .setVerifyHost(false));
  }

  /** What is asked for. */
  record Question(HttpMethod method, String path, Map<String, String> headers, String body) {
    /**
     * @param query parameters without a value are left out
     */
    static Question get(String path, Map<String, ? extends @Nullable Object> query) {
      String written =
          query.entrySet().stream()
              .filter(it -> it.getValue() != null && !it.getValue().toString().isBlank())
              .map(it -> it.getKey() + "=" + encoded(it.getValue().toString()))
              .sorted()
              .collect(Collectors.joining("&"));
      return new Question(
          HttpMethod.GET, ROOT + path + (written.isEmpty() ? "" : "?" + written), Map.of(), "");
    }

    static Question post(String path, Map<String, String> headers, String body) {
      return new Question(HttpMethod.POST, ROOT + path, headers, body);
    }

    private static String encoded(String value) {
      return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
  }

  /**
   * @param brief what is told of the answer
   * @return a refusal in its own words as a failed call
   */
  Uni<ToolResponse> ask(Question question, UnaryOperator<JsonObject> brief) {
    HttpServerRequest call = requests.getCurrent().request();
    return Uni.createFrom()
        .completionStage(() -> sent(question, options(question, call)).toCompletionStage())
        .map(reply -> reply.told(brief))
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.warnf(failure, "A tool was not answered by %s", question.path());
              return ToolResponse.error("The broker did not answer. Try again in a moment.");
            });
  }

  @PreDestroy
  void close() {
    Future<Void> unused = client.close();
  }

  private static RequestOptions options(Question question, HttpServerRequest call) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(question.method())
            .setServer(call.localAddress())
            .setSsl(call.isSSL())
            .setURI(question.path())
            .setTimeout(PATIENCE.toMillis());
    HostAndPort named = call.authority();
    if (named != null) {
      options.setHost(named.host());
      options.setPort(named.port() < 0 ? call.localAddress().port() : named.port());
    }
    for (String name : OF_CALLER) {
      String value = call.getHeader(name);
      if (value != null) {
        options.putHeader(name, value);
      }
    }
    question.headers().forEach(options::putHeader);
    return options.putHeader(HttpHeaders.ACCEPT, "application/json");
  }

  private Future<Reply> sent(Question question, RequestOptions options) {
    return client
        .request(options)
        .compose(
            request ->
                question.body().isEmpty()
                    ? request.send()
                    : request.send(Buffer.buffer(question.body())))
        .compose(RestApi::read);
  }

  private static Future<Reply> read(HttpClientResponse response) {
    return response.body().map(body -> new Reply(response.statusCode(), body.toString()));
  }

  private record Reply(int status, String body) {
    ToolResponse told(UnaryOperator<JsonObject> brief) {
      return status < FIRST_REFUSAL
          ? ToolResponse.success(brief.apply(new JsonObject(body)).encode())
          : ToolResponse.error(refusal());
    }

    /** What is wrong, where, and what to do. */
    private String refusal() {
      try {
        JsonObject problem = new JsonObject(body);
        String fields =
            problem.getJsonArray("errors", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(
                    it ->
                        "\n%s: %s %s"
                            .formatted(
                                it.getString("field"),
                                it.getString("message"),
                                it.getString("advice", "")))
                .collect(Collectors.joining());
        return "%s (%d %s)%s"
            .formatted(problem.getString("detail"), status, problem.getString("code"), fields);
      } catch (DecodeException e) {
        return "The broker answered %d.".formatted(status);
      }
    }
  }
}
