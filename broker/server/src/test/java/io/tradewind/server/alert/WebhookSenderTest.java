package io.tradewind.server.alert;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.server.alert.Delivery.Result;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WebhookSenderTest {
  private static final String SECRET = "twh_secret";
  private static final String BODY = "{\"type\":\"alert.fired\"}";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void theReceiverCanCheckTheSignatureOverTimeAndBody() throws Exception {
    CompletableFuture<String> header = new CompletableFuture<>();
    CompletableFuture<String> body = new CompletableFuture<>();
    int port =
        receiver(
            request -> {
              header.complete(request.getHeader("Tradewind-Signature"));
              request
                  .body()
                  .onSuccess(
                      it -> {
                        body.complete(it.toString());
                        request.response().setStatusCode(204).end();
                      });
            });

    Result result = send("http://127.0.0.1:" + port + "/hook?a=1", true);

    assertThat(result).isEqualTo(new Result.Taken(204));
    assertThat(body.get()).isEqualTo(BODY);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    String expected =
        HexFormat.of().formatHex(mac.doFinal((NOON.getEpochSecond() + "." + BODY).getBytes(UTF_8)));
    assertThat(header.get()).isEqualTo("t=" + NOON.getEpochSecond() + ",v1=" + expected);
  }

  @Test
  void anAnswerOtherThanSuccessIsTriedAgainButGoneIsNot() throws Exception {
    int port = receiver(request -> request.response().setStatusCode(500).end("not for anybody"));
    int gone = receiver(request -> request.response().setStatusCode(410).end());

    assertThat(send("http://127.0.0.1:" + port, true))
        .isEqualTo(new Result.Failed(Optional.of(500), "The answer was 500.", false));
    assertThat(send("http://127.0.0.1:" + gone, true))
        .isEqualTo(new Result.Failed(Optional.of(410), "The answer was 410.", true));
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    int inside =
        receiver(
            request -> {
              calls.incrementAndGet();
              request.response().end();
            });
    int port =
        receiver(
            request ->
                request
                    .response()
                    .setStatusCode(302)
                    .putHeader("Location", "http://127.0.0.1:" + inside)
                    .end());

    assertThat(send("http://127.0.0.1:" + port, true))
        .isEqualTo(new Result.Failed(Optional.of(302), "The answer was 302.", false));
    assertThat(calls).hasValue(0);
  }

  @Test
  void aReceiverThatHangsCostsNoMoreThanTheLimit() throws Exception {
    int port = receiver(request -> {});

    assertThat(send("http://127.0.0.1:" + port, true))
        .isInstanceOfSatisfying(
            Result.Failed.class, failed -> assertThat(failed.hopeless()).isFalse());
  }

  @Test
  void theInsideIsNotCalledUnlessAllowed() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    int port =
        receiver(
            request -> {
              calls.incrementAndGet();
              request.response().end();
            });

    assertThat(send("https://localhost:" + port, false))
        .isInstanceOfSatisfying(
            Result.Failed.class, failed -> assertThat(failed.hopeless()).isTrue());
    assertThat(calls).hasValue(0);
  }

  @Test
  void triesAreFurtherAndFurtherApartAndEnd() {
    Result.Failed failed = new Result.Failed(Optional.of(500), "The answer was 500.", false);
    SplittableRandom random = new SplittableRandom(1);

    assertThat(tried(0).retryAfter(failed, random).orElseThrow())
        .isBetween(Duration.ofSeconds(12), Duration.ofSeconds(18));
    assertThat(tried(6).retryAfter(failed, random).orElseThrow())
        .isBetween(Duration.ofHours(13), Duration.ofHours(21));
    assertThat(tried(Delivery.MOST_TRIES - 1).retryAfter(failed, random)).isEmpty();
    assertThat(tried(0).retryAfter(new Result.Failed(Optional.empty(), "no", true), random))
        .isEmpty();
  }

  private Result send(String url, boolean inside) {
    try (WebhookSender sender =
        new WebhookSender(vertx, new WebhookAddress(inside), Duration.ofMillis(500))) {
      var webhook = new Alert.Webhook(url, SECRET);
      var delivery = new Delivery(UUID.randomUUID(), UUID.randomUUID(), webhook, BODY, 0);
      return sender.send(delivery, webhook, NOON).await().atMost(Duration.ofSeconds(20));
    }
  }

  private static Delivery tried(int tries) {
    return new Delivery(
        UUID.randomUUID(), UUID.randomUUID(), new Alert.Webhook("https://x", SECRET), BODY, tries);
  }

  private int receiver(Consumer<HttpServerRequest> answer) throws Exception {
    return vertx
        .createHttpServer()
        .requestHandler(answer::accept)
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get()
        .actualPort();
  }
}
