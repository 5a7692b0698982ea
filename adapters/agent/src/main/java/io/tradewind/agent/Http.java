package io.tradewind.agent;

import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** Calls to the broker, one answer each: a body, a coded refusal, or "away". */
final class Http {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int LONGEST_DETAIL = 300;

  private final HttpClient client;
  private final URI broker;
  private final Consumer<Instant> brokerTime;

  /**
   * @param trust empty for what this Java trusts
   * @param brokerTime hears the time of every answer that is no success, since a wrong clock may be
   *     its cause
   */
  Http(URI broker, Optional<SSLContext> trust, Consumer<Instant> brokerTime) {
    this.broker = broker;
    this.brokerTime = brokerTime;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT);
    trust.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /**
   * @param body empty to send none
   * @param bearer empty for calls that carry their own proof
   */
  byte[] send(
      String method, String path, Optional<byte[]> body, Optional<String> bearer, Duration limit)
      throws BrokerAwayException, RefusedException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(broker.resolve(path))
            .timeout(limit)
            .header("Accept", "application/json, application/problem+json, */*;q=0.1")
            .method(
                method,
                body.map(HttpRequest.BodyPublishers::ofByteArray)
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    body.ifPresent(bytes -> request.header("Content-Type", "application/json"));
    bearer.ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return send(method + " " + path.replaceAll("\\?.*", ""), bearer.isPresent(), request.build());
  }

  /**
   * What is nobody's secret.
   *
   * @param sha256 of what is wanted: a broker that has something else there is to say so, and send
   *     nothing
   */
  byte[] fetch(String path, String sha256, Duration limit)
      throws BrokerAwayException, RefusedException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(broker.resolve(path))
            .timeout(limit)
            .header("If-Match", "\"%s\"".formatted(sha256))
            .build();
    return send("GET " + path, false, request);
  }

  private byte[] send(String call, boolean hadBearer, HttpRequest request)
      throws BrokerAwayException, RefusedException, InterruptedException {
    try {
      return answer(call, hadBearer, client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new BrokerAwayException(
          "%s is not reached: %s".formatted(broker, reason), Optional.empty(), e);
    }
  }

  private byte[] answer(String call, boolean hadBearer, HttpResponse<byte[]> response)
      throws BrokerAwayException, RefusedException {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return response.body();
    }
    Map<String, Object> problem = problem(response);
    time(response, problem).ifPresent(brokerTime);
    Optional<AgentRefusal> refusal =
        AgentRefusal.ofCode(String.valueOf(problem.get("code")))
            .filter(known -> known.status() == status)
            .or(() -> bareRefusal(hadBearer, status));
    if (refusal.isPresent()) {
      throw new RefusedException(
          refusal.get(), "%s: %s".formatted(call, detail(problem, refusal.get())));
    }
    throw new BrokerAwayException(
        "%s was answered %d".formatted(call, status), retryAfter(response), null);
  }

  /** A gateway in between may refuse a bearer token in its own words. */
  private static Optional<AgentRefusal> bareRefusal(boolean hadBearer, int status) {
    return hadBearer && status == AgentRefusal.BEARER_REFUSED.status()
        ? Optional.of(AgentRefusal.BEARER_REFUSED)
        : Optional.empty();
  }

  private static String detail(Map<String, Object> problem, AgentRefusal refusal) {
    Object detail = problem.get("detail");
    String text = refusal.code() + (detail == null ? "" : ", " + detail);
    return text.substring(0, Math.min(text.length(), LONGEST_DETAIL));
  }

  private static Map<String, Object> problem(HttpResponse<byte[]> response) {
    boolean json =
        response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem");
    try {
      return json ? Json.readObject(response.body()) : Map.of();
    } catch (IOException e) {
      return Map.of();
    }
  }

  /** The broker's own word, or else the answer's date, which a gateway in between may have set. */
  private static Optional<Instant> time(
      HttpResponse<byte[]> response, Map<String, Object> problem) {
    try {
      if (problem.get("brokerTime") instanceof String text) {
        return Optional.of(Instant.parse(text));
      }
      return response
          .headers()
          .firstValue("Date")
          .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> retryAfter(HttpResponse<byte[]> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }
}
