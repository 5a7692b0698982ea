package io.tradewind.server.alert;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.tradewind.api.ProviderId;
import io.tradewind.server.feed.FeedPoller;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Probe;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestClock;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
@Timeout(120)
class AlertsTest {
  private static final String EIGHT =
      "{\"accelerator\": \"h100\", \"count\": 8, \"regions\": [\"EU\"], \"under\": \"18 USD\"%s}";

  @Inject FeedPoller poller;
  @Inject AlertStore store;
  @Inject AlertCourier courier;
  @Inject Vertx vertx;
  @Inject Sql sql;

  @BeforeEach
  void noAlerts() {
    TestClock.CLOCK.set(NOON);
    sql.run("delete from alert");
    sells("30");
  }

  @Test
  void anAlertFiresOnceWhenThePriceFallsBelowItsThreshold() {
    String id = create("");
    long before = lastEvent();

    sells("17.5");

    eventually(() -> state(id), "fired"::equals);
    sells("17.4");
    sells("18.1");
    sells("17.3");
    asOwner()
        .accept("application/json")
        .get("/api/v1/events?type=alert&after=" + before)
        .then()
        .statusCode(200)
        .body("items.size()", equalTo(1))
        .body("items[0].type", equalTo("alert.fired"))
        .body("items[0].data", startsWith("{\"type\":\"alert.fired\""));
    alert(id)
        .body("name", equalTo("8 × h100 in EU under 18 USD/h"))
        .body("now.pricePerHour.amount", equalTo("17.300000000"))
        .body("webhookHost", nullValue());
  }

  @Test
  void afterThePriceHasRisenItFiresAgain() {
    String id = create("");
    long before = lastEvent();
    sells("17");
    eventually(() -> state(id), "fired"::equals);
    TestClock.CLOCK.advance(AlertState.QUIET.plusSeconds(1));
    sells("19");
    eventually(() -> state(id), "armed"::equals);

    sells("17");

    eventually(() -> state(id), "fired"::equals);
    assertThat(events(before)).hasSize(2);
  }

  @Test
  void aPriceThatIsLowAlreadyIsToldAtOnce() {
    sells("12");

    String id = create("");

    eventually(() -> state(id), "fired"::equals);
  }

  @Test
  void aWorkloadSaysWhatAnAlertIsAboutToo() {
    String id =
        asOwner()
            .contentType("application/json")
            .body(
                """
                {"name": "two nodes", "under": "40 USD",
                 "workload": {"resources": {"accelerators": "H100:8"}, "nodes": 2}}
                """)
            .post("/api/v1/alerts")
            .then()
            .statusCode(201)
            .body("now.pricePerHour.amount", equalTo("60.000000000"))
            .extract()
            .path("id");

    sells("19");

    eventually(() -> state(id), "fired"::equals);
  }

  @Test
  void theWebhookGetsItSignedAndTheSecretIsShownOnce() throws Exception {
    List<String> signatures = new CopyOnWriteArrayList<>();
    int port = receiver(signatures, 200);
    String id = create(", \"webhookUrl\": \"http://127.0.0.1:%d/hook\"".formatted(port));

    sells("17");

    eventually(() -> deliveries(id), it -> it.equals(List.of("delivered")));
    assertThat(signatures).hasSize(1);
    alert(id)
        .body("webhookSecret", nullValue())
        .body("webhookHost", equalTo("127.0.0.1"))
        .body("deliveries[0].status", equalTo(200))
        .body("deliveries[0].tries", equalTo(1));
  }

  @Test
  void aReceiverThatRefusesIsTriedAgainAndInTheEndGivenUp() throws Exception {
    List<String> signatures = new CopyOnWriteArrayList<>();
    int port = receiver(signatures, 503);
    String id = create(", \"webhookUrl\": \"http://127.0.0.1:%d/hook\"".formatted(port));
    sells("17");

    untilGivenUp(id);

    assertThat(signatures).hasSize(Delivery.MOST_TRIES);
    alert(id)
        .body("deliveries[0].fault", equalTo("The answer was 503."))
        .body("deliveries[0].nextTry", nullValue());
  }

  @Test
  void aMessageThatIsGivenUpIsAnEventAndCanBeSentAgain() throws Exception {
    AtomicInteger status = new AtomicInteger(503);
    int port = receiver(new CopyOnWriteArrayList<>(), status::get);
    String id = create(", \"webhookUrl\": \"http://127.0.0.1:%d/hook\"".formatted(port));
    sells("17");
    untilGivenUp(id);
    String delivery = alert(id).extract().path("deliveries[0].id");
    asOwner()
        .accept("application/json")
        .get("/api/v1/events?type=alert.undelivered")
        .then()
        .body("items[-1].data", containsString(delivery))
        .body("items[-1].detail", endsWith("(tries: 8): The answer was 503."));
    status.set(200);

    sendAgain(id, delivery).statusCode(200);

    eventually(() -> deliveries(id), it -> it.equals(List.of("delivered")));
    alert(id)
        .body("deliveries[0].id", equalTo(delivery))
        .body("deliveries[0].tries", equalTo(1))
        .body("deliveries[0].fault", nullValue());
    sendAgain(id, delivery).statusCode(409).body("code", equalTo("already_delivered"));
    sendAgain(id, UUID.randomUUID().toString()).statusCode(404);
    sendAgain(UUID.randomUUID().toString(), delivery).statusCode(404);
  }

  /** A day passes after each try, and not while one is under way. */
  private void untilGivenUp(String id) {
    for (int tries = 1; tries < Delivery.MOST_TRIES; tries++) {
      int soFar = tries;
      eventually(() -> alert(id).extract().<Integer>path("deliveries[0].tries"), it -> it == soFar);
      alert(id).body("deliveries[0].nextTry", notNullValue());
      TestClock.CLOCK.advance(Duration.ofDays(1));
      courier.wake();
    }
    eventually(() -> deliveries(id), it -> it.equals(List.of("dead")));
  }

  private static ValidatableResponse sendAgain(String alert, String delivery) {
    return asOwner()
        .post("/api/v1/alerts/%s/deliveries/%s/retry".formatted(alert, delivery))
        .then();
  }

  @Test
  void twoBrokersNeverFireOneAlertTwiceNorHoldOneMessage() {
    String id = create(", \"webhookUrl\": \"http://127.0.0.1:9/hook\"");
    UUID alert = UUID.fromString(id);
    var one = store.fire(alert, NOON, "one", "{}").subscribeAsCompletionStage();
    var other = store.fire(alert, NOON, "other", "{}").subscribeAsCompletionStage();

    assertThat(List.of(one.join(), other.join())).containsExactlyInAnyOrder(true, false);
    sql.run(
        "insert into alert_delivery (id, alert, event, body, state, due_at, created_at) select"
            + " gen_random_uuid(), '%s', i, '{}', 'pending', '2030-01-01Z', '2030-01-01Z' from generate_series(1, 20) i"
                .formatted(id));
    var later = java.time.Instant.parse("2031-01-01T00:00:00Z");
    var first = store.claim(20, true, later).subscribeAsCompletionStage();
    var second = store.claim(20, true, later).subscribeAsCompletionStage();
    List<UUID> claimed = new CopyOnWriteArrayList<>();
    first.join().forEach(it -> claimed.add(it.id()));
    second.join().forEach(it -> claimed.add(it.id()));
    assertThat(claimed).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  void anAlertCanBeDeleted() {
    String id = create("");

    asOwner().delete("/api/v1/alerts/" + id).then().statusCode(204);

    asOwner().get("/api/v1/alerts/" + id).then().statusCode(404);
    asOwner().delete("/api/v1/alerts/" + id).then().statusCode(404);
    asOwner().get("/api/v1/alerts").then().body("total", equalTo(0));
  }

  @Test
  void aWishThatCannotBeReadIsRefusedWithAdvice() {
    refused("{\"under\": \"18 USD\"}", 400, "accelerator");
    refused("{\"accelerator\": \"H100\"}", 400, "under");
    refused("{\"accelerator\": \"H100\", \"under\": \"18 EUR\"}", 400, "under");
    refused("{\"accelerator\": \"H100\", \"under\": \"-1 USD\"}", 400, "under");
    refused(
        "{\"accelerator\": \"H100\", \"under\": \"1 USD\", \"name\": \"a\\u0000b\"}", 400, "name");
    refused(
        "{\"accelerator\": \"H100\", \"under\": \"1 USD\", \"webhookUrl\": \"ftp://x\"}",
        400,
        "webhookUrl");
    refused(
        "{\"under\": \"1 USD\", \"workload\": {\"resources\": {\"gpus\": 3}}}",
        422,
        "resources.gpus");
  }

  private static void refused(String body, int status, String field) {
    asOwner()
        .contentType("application/json")
        .body(body)
        .post("/api/v1/alerts")
        .then()
        .statusCode(status)
        .body("errors[0].field", equalTo(field));
  }

  private static String create(String more) {
    return asOwner()
        .contentType("application/json")
        .body(EIGHT.formatted(more))
        .post("/api/v1/alerts")
        .then()
        .statusCode(201)
        .body("webhookSecret", more.isEmpty() ? nullValue() : startsWith("twh_"))
        .extract()
        .path("id");
  }

  private void sells(String price) {
    Probe.named(ProbeProfile.STEADY)
        .tells(
            List.of(
                offer("cheap").at("aws", "eu-west-1").with("H100", 8).price(price).build(),
                offer("far").at("aws", "us-east-1").with("H100", 8).price("30").build()));
    poller.refresh(new ProviderId(ProbeProfile.STEADY));
    eventually(
        () -> asOwner().get("/api/v1/offers/cheap").then().extract().<Object>path("price?.amount"),
        amount ->
            amount != null && Double.parseDouble(amount.toString()) == Double.parseDouble(price));
  }

  private static String state(String id) {
    return alert(id).extract().path("state");
  }

  private static List<String> deliveries(String id) {
    return alert(id).extract().path("deliveries.state");
  }

  private static ValidatableResponse alert(String id) {
    return asOwner().get("/api/v1/alerts/" + id).then().statusCode(200);
  }

  private static List<Object> events(long after) {
    return asOwner()
        .accept("application/json")
        .get("/api/v1/events?type=alert.fired&after=" + after)
        .then()
        .extract()
        .path("items");
  }

  private long lastEvent() {
    return sql.run("select coalesce(max(seq), 0) from event").iterator().next().getLong(0);
  }

  private int receiver(List<String> signatures, int status) throws Exception {
    return receiver(signatures, () -> status);
  }

  private int receiver(List<String> signatures, IntSupplier status) throws Exception {
    return vertx
        .createHttpServer()
        .requestHandler(
            request -> {
              signatures.add(String.valueOf(request.getHeader("Tradewind-Signature")));
              request.response().setStatusCode(status.getAsInt()).end();
            })
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get()
        .actualPort();
  }
}
