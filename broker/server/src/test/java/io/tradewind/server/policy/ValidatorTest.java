package io.tradewind.server.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradewind.server.alert.WebhookQuestion;
import io.tradewind.server.problem.ProblemException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An own program is asked, believed when it answers as agreed, and missed when it does not. */
class ValidatorTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MANY_BYTES = 1 << 20;

  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<String> asked = new AtomicReference<>("");
  private final AtomicReference<String> signature = new AtomicReference<>("");
  private Vertx vertx;
  private WebhookQuestion webhook;
  private ExecutorService threads;
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    vertx = Vertx.vertx();
    webhook = new WebhookQuestion(vertx, true);
    threads = Executors.newCachedThreadPool();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    answers("/allow", 200, "{\"allow\": true}");
    answers("/deny", 200, "{\"allow\": false, \"reason\": \"No \\u0007budget\\ncode on it\"}");
    answers("/silent-deny", 200, "{\"allow\": false}");
    answers("/error", 500, "{\"allow\": true}");
    answers("/moved", 302, "{\"allow\": true}");
    answers("/garbage", 200, "<html>yes</html>");
    answers("/maybe", 200, "{\"allow\": \"yes\"}");
    answers("/empty", 200, "");
    answers("/huge", 200, "{\"allow\": true, \"reason\": \"" + "x".repeat(MANY_BYTES) + "\"}");
    server.createContext("/slow", exchange -> wait(exchange));
    server.start();
  }

  @AfterEach
  void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
    webhook.close();
    var unused = vertx.close();
  }

  @Test
  void whatItAllowsGoesOnAndTheQuestionIsSigned() {
    assertThat(refusalOf("/allow")).isNull();
    assertThat(asked.get()).isEqualTo("{\"workloads\":[]}");
    assertThat(signature.get()).startsWith("t=%d,v1=".formatted(NOW.getEpochSecond()));
  }

  @Test
  void itsReasonIsShownAsOneLine() {
    ProblemException refusal = refused("/deny");

    assertThat(refusal.code()).isEqualTo("validator_refused");
    assertThat(refusal.detail())
        .contains("does not allow it: No budget code on it. Nothing was started.");
    assertThat(refused("/silent-deny").detail()).contains("it gave no reason");
  }

  @Test
  void whateverElseItAnswersIsARefusal() {
    assertFails("/error", "status 500");
    assertFails("/moved", "status 302");
    assertFails("/garbage", "not JSON");
    assertFails("/maybe", "does not say whether");
    assertFails("/empty", "does not say whether");
    assertFails("/huge", "longer than 16384 bytes");
  }

  @Test
  void noAnswerInTimeIsARefusal() {
    ProblemException refusal = refused("/slow", Duration.ofMillis(300));

    assertThat(refusal.code()).isEqualTo("validator_failed");
    assertThat(refusal.detail()).contains("no answer within 300 ms", "nothing is started");
  }

  @Test
  void nobodyAtTheAddressIsARefusal() {
    server.stop(0);
    assertFails("/allow", "no answer, or no safe connection");
  }

  @Test
  void anAddressInsideTheNetworkIsNotCalled() {
    try (WebhookQuestion outside = new WebhookQuestion(vertx, false)) {
      Throwable refusal =
          catchThrowable(
              () ->
                  new Validator(outside, new ObjectMapper())
                      .require(address("https://127.0.0.1:9/allow", LIMIT), "{}", NOW)
                      .await()
                      .atMost(LIMIT));

      assertThat(refusal).hasMessageContaining("not on the public internet");
    }
    assertThat(asked.get()).isEmpty();
  }

  private void assertFails(String path, String why) {
    ProblemException refusal = refused(path);
    assertThat(refusal.code()).as(path).isEqualTo("validator_failed");
    assertThat(refusal.detail()).as(path).contains(why);
  }

  private ProblemException refused(String path) {
    return refused(path, LIMIT);
  }

  private ProblemException refused(String path, Duration limit) {
    Throwable refusal = refusalOf(path, limit);
    assertThat(refusal).isInstanceOf(ProblemException.class);
    return (ProblemException) refusal;
  }

  private Throwable refusalOf(String path) {
    return refusalOf(path, LIMIT);
  }

  private Throwable refusalOf(String path, Duration limit) {
    String url = "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    return catchThrowable(
        () ->
            new Validator(webhook, new ObjectMapper())
                .require(address(url, limit), "{\"workloads\":[]}", NOW)
                .await()
                .atMost(LIMIT.multipliedBy(2)));
  }

  private static Validator.Address address(String url, Duration limit) {
    return new Validator.Address(url, "twh_secret", limit);
  }

  private void answers(String path, int status, String body) {
    server.createContext(path, exchange -> answer(exchange, status, body));
  }

  private void answer(HttpExchange exchange, int status, String body) {
    try (exchange) {
      asked.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      signature.set(exchange.getRequestHeaders().getFirst("Tradewind-Signature"));
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      // A caller who has heard enough hangs up.
      over.getCount();
    }
  }

  private void wait(HttpExchange exchange) {
    try (exchange) {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
