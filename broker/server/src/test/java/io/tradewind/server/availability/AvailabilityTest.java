package io.tradewind.server.availability;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.tradewind.api.ProviderId;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.price.PriceHistory;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.OfferBuilder;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestClock;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class AvailabilityTest {
  @Inject AvailabilityWriter writer;
  @Inject PriceHistory prices;
  @Inject LiveMarket market;
  @Inject Pool pool;
  @Inject Sql sql;

  private ProviderId feed;
  private String id;

  @BeforeEach
  void aFeedAndAnOfferOfItsOwn(TestInfo test) {
    TestClock.CLOCK.set(NOON);
    String name = test.getTestMethod().orElseThrow().getName();
    feed = ProviderId.of(name);
    id = "availability/" + name;
  }

  @AfterEach
  void nothingIsLeft() {
    market.replace(feed, List.of());
  }

  @Test
  void whatWasSaidIsToldInSpansTheNewestFirst() {
    told(live());
    TestClock.CLOCK.advance(Duration.ofHours(1));
    told(live().soldOut());
    TestClock.CLOCK.advance(Duration.ofHours(1));
    told();
    TestClock.CLOCK.advance(Duration.ofHours(1));
    told(live().soldOut());

    history("")
        .statusCode(200)
        .body("items.state", contains("unavailable", "withdrawn", "unavailable", "unknown"))
        .body("items[0].to", nullValue())
        .body("items[0].from", equalTo("2026-07-20T15:00:00Z"))
        .body("items[3].from", equalTo("2026-07-20T12:00:00Z"))
        .body("items[3].to", equalTo("2026-07-20T13:00:00Z"))
        .body("total", equalTo(4))
        .body("recordedSince", equalTo("2026-07-20T12:00:00Z"))
        .body("levelsKept", equalTo(true))
        .body("start.chance", notNullValue());
  }

  @Test
  void aPageLeadsToTheNextOne() {
    told(live());
    TestClock.CLOCK.advance(Duration.ofHours(1));
    told(live().soldOut());
    TestClock.CLOCK.advance(Duration.ofHours(1));
    told(live());

    String next =
        history("&limit=2")
            .body("items", org.hamcrest.Matchers.hasSize(2))
            .extract()
            .path("nextCursor");

    history("&limit=2&cursor=" + next)
        .body("items.state", contains("unknown"))
        .body("nextCursor", nullValue());
  }

  @Test
  void theTimeBeforeTheQuestionIsLeftOutAndWhatHeldThenHoldsAtItsBegin() {
    told(live().soldOut());
    TestClock.CLOCK.advance(Duration.ofDays(2));
    told(live());

    history("&from=2026-07-21T12:00:00Z")
        .body("items.state", contains("unknown", "unavailable"))
        .body("items[1].from", equalTo("2026-07-21T12:00:00Z"));
  }

  @Test
  void ofASiteNobodyLearnsWhatOthersLeaseThere() {
    told(offer(id).declared());
    TestClock.CLOCK.advance(Duration.ofHours(1));
    told(offer(id).declared().soldOut());

    history("")
        .body("items.state", contains("unknown"))
        .body("levelsKept", equalTo(false))
        .body("start", nullValue());
    assertThat(rows()).isZero();
  }

  @Test
  void repeatingAppendsNothingNorDoesAnotherBrokerThatTellsTheSame() {
    assertThat(writer.write(feed, List.of(at(live().soldOut()).build()))).isEqualTo(1);
    assertThat(writer.write(feed, List.of(at(live().soldOut()).build()))).isZero();
    assertThat(
            new AvailabilityWriter(pool, TestClock.CLOCK)
                .write(feed, List.of(at(live().soldOut()).build())))
        .isZero();
    assertThat(writer.write(feed, List.of(at(live()).build()))).isEqualTo(1);
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void whatIsOlderThanTheRecordGoesButNotWhatStillHolds() {
    writer.write(feed, List.of(at(live()).build(), offer(id + "/2").live().soldOut().build()));
    writer.write(
        feed, List.of(at(live().soldOut()).build(), offer(id + "/2").live().soldOut().build()));
    writer.write(feed, List.of(at(live()).build(), offer(id + "/2").live().soldOut().build()));
    assertThat(rows()).isEqualTo(3);

    TestClock.CLOCK.advance(AvailabilityWriter.KEPT.plusSeconds(1));
    writer.forget();

    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void aQuestionThatMakesNoSenseIsRefused() {
    history("no-such", "").statusCode(404);
    told(live());
    history("&limit=501").statusCode(400).body("errors[0].field", equalTo("limit"));
    history("&cursor=nonsense").statusCode(400).body("errors[0].field", equalTo("cursor"));
    history("&from=2027-01-01T00:00:00Z").statusCode(400).body("errors[0].field", equalTo("from"));
    asOwner()
        .get("/api/v1/availability")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("offer"));
    asOwner().get("/api/v1/availability?offer=a%00b").then().statusCode(404);
  }

  private OfferBuilder live() {
    return offer(id).live();
  }

  private static OfferBuilder at(OfferBuilder builder) {
    return builder.observedAt(TestClock.CLOCK.instant());
  }

  /** As the price writer does. */
  private void told(OfferBuilder... builders) {
    var offers = Stream.of(builders).map(it -> at(it).build()).toList();
    prices.write(feed, offers);
    writer.write(feed, offers);
    market.replace(feed, offers);
  }

  private ValidatableResponse history(String more) {
    return history(id, more);
  }

  private static ValidatableResponse history(String offer, String more) {
    return asOwner().get("/api/v1/availability?offer=" + offer + more).then();
  }

  private long rows() {
    return sql.number("select count(*) from availability_change where feed = '%s'".formatted(feed));
  }
}
