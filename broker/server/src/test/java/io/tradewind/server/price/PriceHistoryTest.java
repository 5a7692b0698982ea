package io.tradewind.server.price;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.server.price.PriceHistory.Written;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.OfferBuilder;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.TestClock;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class PriceHistoryTest {
  @Inject PriceHistory history;
  @Inject Pool pool;

  private ProviderId feed;

  @BeforeEach
  void aFeedOfItsOwn(TestInfo test) {
    TestClock.CLOCK.set(NOON);
    feed = ProviderId.of(test.getTestMethod().orElseThrow().getName());
  }

  @Test
  void onlyChangesAreAppended() {
    List<Offer> offers = List.of(offer("a").build(), offer("b").build());

    assertThat(history.write(feed, offers)).isEqualTo(new Written(2, 0));
    assertThat(history.write(feed, offers)).isEqualTo(new Written(0, 0));
    assertThat(history.write(feed, List.of(offer("a").build(), offer("b").price("2").build())))
        .isEqualTo(new Written(1, 0));
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void aNewObservationOfTheSamePriceIsNoChange() {
    history.write(feed, List.of(offer("a").build()));

    assertThat(history.write(feed, List.of(offer("a").observedAt(NOON.plusSeconds(60)).build())))
        .isEqualTo(new Written(0, 0));
  }

  @Test
  void whatLeavesTheMarketGetsARowAndSoDoesItsReturn() {
    history.write(feed, List.of(offer("a").build(), offer("b").build()));

    assertThat(history.write(feed, List.of(offer("a").build()))).isEqualTo(new Written(0, 1));
    assertThat(history.write(feed, List.of(offer("a").build()))).isEqualTo(new Written(0, 0));
    assertThat(history.write(feed, List.of(offer("a").build(), offer("b").build())))
        .isEqualTo(new Written(1, 0));
  }

  @Test
  void aFeedThatIsEmptiedLosesAllItsOffersAndNobodyElses() {
    ProviderId other = new ProviderId("another");
    history.write(other, List.of(offer("a").build()));
    history.write(feed, List.of(offer("a").build(), offer("b").build()));

    assertThat(history.write(feed, List.of())).isEqualTo(new Written(0, 2));
    assertThat(history.write(other, List.of(offer("a").build()))).isEqualTo(new Written(0, 0));
  }

  @Test
  void moreThanOneStatementCanTakeIsWrittenWhole() {
    int count = 2 * PriceHistory.CHUNK + 1;

    assertThat(history.write(feed, many(count, 0))).isEqualTo(new Written(count, 0));
    assertThat(history.write(feed, many(count, 7))).isEqualTo(new Written(7, 0));
    assertThat(history.write(feed, many(1, 7))).isEqualTo(new Written(0, 2 * PriceHistory.CHUNK));
  }

  @Test
  void severalChangesOfAnOfferInOneCallAreAllAppendedAndTheLastStands() {
    history.append(feed, List.of(offer("a").price("1").build()));

    long appended =
        history.append(
            feed,
            List.of(
                offer("a").price("2").observedAt(NOON.plusSeconds(1)).build(),
                offer("b").price("5").observedAt(NOON.plusSeconds(1)).build(),
                offer("a").price("2").observedAt(NOON.plusSeconds(2)).build(),
                offer("a").price("1").observedAt(NOON.plusSeconds(3)).build()));

    assertThat(appended).isEqualTo(3);
    assertThat(history.append(feed, List.of(offer("a").price("1").build()))).isZero();
    assertThat(rows()).isEqualTo(4);
  }

  @Test
  void theHistoryRefusesToBeRewritten() {
    history.write(feed, List.of(offer("a").build()));

    assertThat(
            pool.preparedQuery("delete from price_change where feed = $1")
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(feed.value()))
                .onItem()
                .transform(rows -> "deleted")
                .onFailure()
                .recoverWithItem(failure -> String.valueOf(failure.getMessage()))
                .await()
                .atMost(Duration.ofSeconds(10)))
        .contains("append-only");
  }

  @Test
  void pricesOverTimeAreThoseOfTheOffersOfEachMoment() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    history.write(
        feed, List.of(b200("x", "8", start), b200("y", "16", start), b200("z", "40", start)));
    Instant later = start.plus(Duration.ofDays(1));
    history.write(
        feed, List.of(b200("x", "32", later), b200("y", "16", start), b200("z", "40", start)));
    TestClock.CLOCK.set(start.plus(Duration.ofDays(2)));
    history.write(feed, List.of(b200("x", "32", later), b200("z", "40", start)));

    asOwner()
        .get("/api/v1/prices?accelerator=b200&from=2025-12-31T12:00:00Z&to=2026-01-02T12:00:00Z")
        .then()
        .statusCode(200)
        .body("now.min", nullValue())
        .body("stepSeconds", equalTo(1800))
        .body("recordedSince", equalTo("2026-01-01T00:00:00Z"))
        .body("points[0].at", equalTo("2026-01-01T00:00:00Z"))
        .body("points[0].min.amount", equalTo("1.000000000"))
        .body("points[0].median.amount", equalTo("2.000000000"))
        .body("points[0].offers", equalTo(3))
        .body("points.find { it.at == '2026-01-01T23:30:00Z' }.min.amount", equalTo("1.000000000"))
        .body("points.find { it.at == '2026-01-02T00:00:00Z' }.min.amount", equalTo("2.000000000"))
        .body("points[-1].at", equalTo("2026-01-02T12:00:00Z"))
        .body("points[-1].offers", equalTo(3));
    asOwner()
        .get("/api/v1/prices?accelerator=b200&from=2026-01-02T00:00:00Z&to=2026-01-04T00:00:00Z")
        .then()
        .body("points[0].offers", equalTo(3))
        .body("points[-1].offers", equalTo(2))
        .body("points[-1].min.amount", equalTo("4.000000000"));
    asOwner()
        .get(
            "/api/v1/prices?accelerator=b200&provider=gcp&from=2026-01-02T00:00:00Z&to=2026-01-04T00:00:00Z")
        .then()
        .body("points", hasSize(0))
        .body("recordedSince", nullValue());
  }

  @Test
  void aYoungHistoryIsSeenByTheMinute() {
    Instant start = Instant.parse("2026-03-01T10:00:20Z");
    history.write(feed, List.of(accelerated("MI300X", "8", start)));
    history.write(feed, List.of(accelerated("MI300X", "4", start.plusSeconds(600))));

    asOwner()
        .get("/api/v1/prices?accelerator=MI300X&to=2026-03-01T10:30:00Z")
        .then()
        .statusCode(200)
        .body("stepSeconds", equalTo(60))
        .body("points", hasSize(31))
        .body("points[0].at", equalTo("2026-03-01T10:00:20Z"))
        .body("points[1].at", equalTo("2026-03-01T10:01:00Z"))
        .body("points[10].min.amount", equalTo("8.000000000"))
        .body("points[11].min.amount", equalTo("4.000000000"));
  }

  @Test
  void anOldHistoryIsSeenByTheWeek() {
    history.write(feed, List.of(accelerated("L40S", "8", Instant.parse("2024-11-01T00:00:00Z"))));
    history.write(feed, List.of(accelerated("L40S", "4", Instant.parse("2026-01-01T00:00:00Z"))));

    asOwner()
        .get("/api/v1/prices?accelerator=L40S&from=2024-07-01T00:00:00Z&to=2026-07-01T00:00:00Z")
        .then()
        .statusCode(200)
        .body("stepSeconds", equalTo(7 * 24 * 3600))
        .body("points[0].at", equalTo("2024-11-01T00:00:00Z"))
        .body("points[0].min.amount", equalTo("8.000000000"))
        .body("points[-1].min.amount", equalTo("4.000000000"));
  }

  @ParameterizedTest
  @CsvSource({
    "accelerator, accelerator=H%00100",
    "region, accelerator=H100&region=a%00b",
    "provider, accelerator=H100&provider=a%00b"
  })
  void aNulInAQuestionIsTheClientsMistake(String field, String question) {
    asOwner()
        .urlEncodingEnabled(false)
        .get("/api/v1/prices?" + question)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors[0].field", equalTo(field));
  }

  @Test
  void aQuestionWithoutAnAcceleratorOrWithAnEmptySpanIsRefused() {
    asOwner()
        .get("/api/v1/prices")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("accelerator"));
    asOwner()
        .get("/api/v1/prices?accelerator=H100&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("from"));
    asOwner()
        .get("/api/v1/prices?accelerator=H100&to=yesterday")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("to"));
  }

  private long rows() {
    return pool.preparedQuery("select count(*) from price_change where feed = $1")
        .execute(io.vertx.mutiny.sqlclient.Tuple.of(feed.value()))
        .await()
        .atMost(Duration.ofSeconds(10))
        .iterator()
        .next()
        .getLong(0);
  }

  private static List<Offer> many(int count, int dearer) {
    return IntStream.range(0, count)
        .mapToObj(i -> offer("o" + i).price(i < dearer ? "2" : "1").build())
        .toList();
  }

  private static Offer b200(String id, String price, Instant at) {
    OfferBuilder builder = offer(id).with("B200", 8).price(price).observedAt(at);
    return builder.build();
  }

  private static Offer accelerated(String model, String price, Instant at) {
    return offer("one").with(model, 1).price(price).observedAt(at).build();
  }
}
