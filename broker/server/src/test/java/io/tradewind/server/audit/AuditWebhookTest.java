package io.tradewind.server.audit;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.Owner.asOwner;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.tradewind.server.database.Database;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestClock;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The chain of an organization as messages to a receiver that does not always take them. */
@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
@Timeout(120)
class AuditWebhookTest {
  /** What came to the receiver. */
  private record Message(String signature, String delivery, String body) {
    List<Long> numbers() {
      return JsonPath.from(body).getList("entries.seq", Long.class);
    }
  }

  @Inject AuditWebhooks hooks;
  @Inject Vertx vertx;
  @Inject Sql sql;

  private final List<Message> came = new CopyOnWriteArrayList<>();
  private volatile Consumer<HttpServerRequest> manner = request -> answer(request, 200);
  private HttpServer receiver;
  private String secret;
  private long before;

  @BeforeEach
  void someoneListens() throws Exception {
    TestClock.CLOCK.set(NOON);
    receiver =
        vertx
            .createHttpServer()
            .requestHandler(this::receive)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    before = newest();
    secret =
        asOwner()
            .contentType("application/json")
            .body(Map.of("webhookUrl", "http://127.0.0.1:%d/siem".formatted(receiver.actualPort())))
            .put("/api/v1/audit/webhook")
            .then()
            .statusCode(200)
            .body("webhookSecret", startsWith("twh_"))
            .body("webhookHost", equalTo("127.0.0.1"))
            .extract()
            .path("webhookSecret");
  }

  @AfterEach
  void nobodyListens() {
    asOwner().delete("/api/v1/audit/webhook").then().statusCode(204);
    receiver.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void everyEntryIsToldOnceAndSignedHoweverManyBrokersLook() throws Exception {
    for (int i = 0; i < 3; i++) {
      project();
    }

    manyBrokersLook();

    eventually(this::toldTo, told -> told >= newest());
    eventually(this::states, states -> states.stream().allMatch("delivered"::equals));
    assertThat(numbers()).isEqualTo(LongStream.rangeClosed(before + 1, newest()).boxed().toList());
    for (Message message : came) {
      assertThat(message.signature()).isEqualTo(signed(message));
      assertThat(JsonPath.from(message.body()).getString("type")).isEqualTo("audit.entries");
    }
    asOwner().get("/api/v1/audit/webhook").then().body("webhookSecret", nullValue());
  }

  @Test
  void whoIsToldNothingSeesThatNobodyIs() {
    asOwner().delete("/api/v1/audit/webhook").then().statusCode(204);

    asOwner().get("/api/v1/audit/webhook").then().statusCode(204);

    asOwner()
        .contentType("application/json")
        .body(Map.of("webhookUrl", "http://127.0.0.1:%d/siem".formatted(receiver.actualPort())))
        .put("/api/v1/audit/webhook")
        .then()
        .statusCode(200);
  }

  @Test
  void whatIsToldIsWhatTheListShows() {
    String id = project();
    manyBrokersLook();
    eventually(this::states, states -> states.contains("delivered"));

    Map<String, Object> told =
        came.stream()
            .flatMap(
                it -> JsonPath.from(it.body()).<Map<String, Object>>getList("entries").stream())
            .filter(it -> "project.made".equals(it.get("action")))
            .findFirst()
            .orElseThrow();

    assertThat(told)
        .isEqualTo(
            asOwner()
                .get("/api/v1/audit?action=project.made&target=" + id)
                .then()
                .extract()
                .path("items[0]"));
  }

  @Test
  void aReceiverThatFailsIsTriedAgainLaterAndLater() {
    manner = request -> answer(request, 503);
    project();
    manyBrokersLook();
    eventually(() -> first().getInt("tries"), tries -> tries == 1);
    assertThat(first().getString("fault")).isEqualTo("The answer was 503.");
    assertThat(first().getString("nextTry")).startsWith("2026").isGreaterThan(NOON.toString());
    manner = request -> answer(request, 200);

    TestClock.CLOCK.advance(Duration.ofMinutes(1));

    eventually(() -> first().getString("state"), "delivered"::equals);
    assertThat(first().getInt("tries")).isEqualTo(2);
    String id = first().getString("id");
    assertThat(came).filteredOn(it -> it.delivery().equals(id)).hasSize(2);
  }

  @Test
  void aReceiverThatHangsUpIsTriedAgain() {
    manner = request -> request.connection().close();
    project();
    manyBrokersLook();

    eventually(() -> first().getInt("tries"), tries -> tries == 1);

    assertThat(first().getString("fault")).isEqualTo("There was no answer, or no safe connection.");
    assertThat(first().getString("state")).isEqualTo("pending");
  }

  @Test
  void whatIsGivenUpIsAnEventAndIsSentAgainOnRequest() {
    manner = request -> answer(request, 410);
    project();
    manyBrokersLook();
    eventually(() -> first().getString("state"), "dead"::equals);
    String id = first().getString("id");
    assertThat(came).filteredOn(it -> it.delivery().equals(id)).hasSize(1);
    asOwner()
        .accept("application/json")
        .get("/api/v1/events?type=audit.undelivered&limit=1000")
        .then()
        .body("items[-1].detail", startsWith("Audit: the message to its webhook is given up"));
    manner = request -> answer(request, 200);

    sendAgain(id).statusCode(200);

    eventually(
        () -> deliveries().getString("items.find { it.id == '%s' }.state".formatted(id)),
        "delivered"::equals);
    assertThat(came).filteredOn(it -> it.delivery().equals(id)).hasSize(2);
    sendAgain(id).statusCode(409);
    sendAgain(UUID.randomUUID().toString()).statusCode(404);
  }

  private static ValidatableResponse sendAgain(String delivery) {
    return asOwner().post("/api/v1/audit/webhook/deliveries/%s/retry".formatted(delivery)).then();
  }

  @Test
  void messagesWithoutAWayHoldNobodyElseBack() {
    UUID other = UUID.randomUUID();
    sql.run("insert into organization (id, name) values ('%s', 'Other')".formatted(other));
    sql.run(
        """
        insert into budget (id, organization, name, period, amount, currency, created_by, created_at, changed_at)
        values ('%1$s', '%1$s', 'without a webhook', 'total', 1, 'USD', 'x', now(), now())
        """
            .formatted(other));
    sql.run(
        """
        insert into alert_delivery (id, budget, body, state, due_at, created_at)
        select gen_random_uuid(), '%s', '{}', 'pending', '2020-01-01Z', '2020-01-01Z' from generate_series(1, 40)
        """
            .formatted(other));
    project();

    manyBrokersLook();

    eventually(this::states, states -> states.contains("delivered"));
    sql.run("delete from budget where id = '%s'".formatted(other));
  }

  @Test
  void anAddressInsideIsRefusedWhereItIsNoAddress() {
    asOwner()
        .contentType("application/json")
        .body(Map.of("webhookUrl", "ftp://127.0.0.1/siem"))
        .put("/api/v1/audit/webhook")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("webhookUrl"))
        .body("errors", hasSize(1));
  }

  private void receive(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              came.add(
                  new Message(
                      request.getHeader("Tradewind-Signature"),
                      request.getHeader("Tradewind-Delivery"),
                      body.toString()));
              manner.accept(request);
            });
  }

  private static void answer(HttpServerRequest request, int status) {
    request.response().setStatusCode(status).end();
  }

  private static String project() {
    return asOwner()
        .contentType("application/json")
        .body(Map.of("name", "told-" + UUID.randomUUID()))
        .post("/api/v1/projects")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private void manyBrokersLook() {
    seal();
    List<CompletableFuture<Void>> brokers =
        Stream.generate(() -> hooks.look().subscribeAsCompletionStage()).limit(6).toList();
    brokers.forEach(CompletableFuture::join);
    Database.await(hooks.look());
  }

  private String signed(Message message) throws GeneralSecurityException {
    String seconds = message.signature().replaceAll("t=(\\d+),.*", "$1");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    byte[] code = mac.doFinal((seconds + "." + message.body()).getBytes(UTF_8));
    return "t=%s,v1=%s".formatted(seconds, HexFormat.of().formatHex(code));
  }

  private List<Long> numbers() {
    return came.stream().flatMap(it -> it.numbers().stream()).sorted().toList();
  }

  /** What waits is sealed before anybody reads. */
  private static void seal() {
    asOwner().get("/api/v1/audit?limit=1").then().statusCode(200);
  }

  private long newest() {
    seal();
    return sql.number(
        "select coalesce(max(seq), 0) from audit_entry where organization = '00000000-0000-4000-8000-000000000001'");
  }

  private long toldTo() {
    return asOwner().get("/api/v1/audit/webhook").then().extract().jsonPath().getLong("toldTo");
  }

  private List<String> states() {
    return deliveries().getList("items.state");
  }

  /** The oldest message. */
  private static JsonPath first() {
    return deliveries().setRootPath("items[-1]");
  }

  private static JsonPath deliveries() {
    return asOwner()
        .get("/api/v1/audit/webhook/deliveries")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
