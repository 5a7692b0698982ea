package io.tradewind.server.carbon;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridForecast;
import io.tradewind.api.GridForecast.Step;
import io.tradewind.api.GridZone;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.matcher.Market;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.server.feed.Poll;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.GridProbe;
import io.tradewind.server.testing.GridProfile;
import io.tradewind.server.testing.TestClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(GridProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
@Timeout(60)
class CarbonFeedsTest {
  /** In Virginia, of the grid zone US-PJM. */
  private static final Region VIRGINIA = Region.of("aws", "us-east-1");

  private static final ProviderId TABLE = ProviderId.of("a-table");
  private static final CarbonBasis LIFECYCLE = CarbonBasis.AVERAGE_LOCATION_LIFECYCLE;
  private static final CarbonReading NOTHING =
      new CarbonReading(List.of(), List.of(), List.of(), List.of());

  @Inject CarbonPolls polls;
  @Inject LiveMarket market;

  private final CountDownLatch end = new CountDownLatch(1);

  @BeforeEach
  void everybodyTellsNothing() throws Exception {
    TestClock.CLOCK.set(NOON);
    for (CarbonPolls.Asked asked : polls.feeds()) {
      GridProbe.named(asked.feed().name()).does(() -> NOTHING);
      asked.poll().ask().get(30, TimeUnit.SECONDS);
    }
  }

  @AfterEach
  void nobodyHangs() {
    end.countDown();
  }

  @Test
  void aFeedThatHangsHoldsNoOtherBackAndRecovers() throws Exception {
    GridProbe.named(GridProfile.HANGING)
        .does(
            () -> {
              awaitDeafly();
              return NOTHING;
            });
    GridProbe.named(GridProfile.STEADY).tells("US-PJM", 123, LIFECYCLE);
    var hanging = poll(GridProfile.HANGING).ask();
    ask(GridProfile.STEADY);
    assertThat(virginia().gramsPerKilowattHour()).isEqualTo(123);
    hanging.get(30, TimeUnit.SECONDS);
    assertThat(poll(GridProfile.HANGING).health().fault()).contains("no answer within 0.3 s");

    GridProbe.named(GridProfile.HANGING).tells("US-CISO", 45, LIFECYCLE);
    ask(GridProfile.HANGING);
    assertThat(poll(GridProfile.HANGING).health().state()).isEqualTo("ok");
  }

  @Test
  void aFeedThatFailsKeepsWhatItToldUntilThatIsTooOldAndTheTableSaysSo() throws Exception {
    double table = virginia().gramsPerKilowattHour();
    GridProbe.named(GridProfile.FAILING).tells("US-PJM", 321, LIFECYCLE);
    ask(GridProfile.FAILING);
    GridProbe.named(GridProfile.FAILING)
        .does(
            () -> {
              throw new ProviderException(
                  ProviderId.of(GridProfile.FAILING), Fault.UNREACHABLE, "no route");
            });
    TestClock.CLOCK.advance(GridProbe.VALIDITY.minusSeconds(1));
    ask(GridProfile.FAILING);
    assertThat(virginia().gramsPerKilowattHour()).isEqualTo(321);

    TestClock.CLOCK.advance(Duration.ofSeconds(1));
    market.refreshGrids();
    assertThat(virginia().gramsPerKilowattHour()).isEqualTo(table);
    assertThat(virginia().estimated()).isTrue();
    assertThat(virginia().source()).contains("grid-failing told nothing newer than");

    GridProbe.named(GridProfile.FAILING).tells("US-PJM", 222, LIFECYCLE);
    ask(GridProfile.FAILING);
    assertThat(virginia().gramsPerKilowattHour()).isEqualTo(222);
  }

  @Test
  void aRefreshLeavesTheMarketAloneAndNamesNewConditionsOnlyWhenFiguresChange() throws Exception {
    Market before = market.market();
    long version = market.conditions().version();
    GridProbe.named(GridProfile.STEADY).tells("US-PJM", 77, LIFECYCLE);
    ask(GridProfile.STEADY);
    assertThat(market.conditions().version()).isGreaterThan(version);
    assertThat(market.market()).isSameAs(before);

    long afterwards = market.conditions().version();
    ask(GridProfile.STEADY);
    assertThat(market.conditions().version()).isEqualTo(afterwards);
  }

  @Test
  void aFigureOfAnotherBasisIsShownAndNotUsed() throws Exception {
    double before = virginia().gramsPerKilowattHour();
    GridProbe.named(GridProfile.STEADY).tells("US-PJM", 900, CarbonBasis.MARGINAL_LOCATION_DIRECT);
    ask(GridProfile.STEADY);
    assertThat(virginia().gramsPerKilowattHour()).isEqualTo(before);
    asOwner()
        .get("/api/v1/carbon-feeds")
        .then()
        .statusCode(200)
        .body("basis", equalTo("average_location_lifecycle"))
        .body(
            "items.find { it.id == 'grid-steady' }.figures.basis",
            contains("marginal_location_direct"));
  }

  @Test
  void theListingTellsHowEveryFeedIs() throws Exception {
    GridProbe.named(GridProfile.FAILING)
        .does(
            () -> {
              throw new ProviderException(
                  ProviderId.of(GridProfile.FAILING), Fault.CREDENTIALS_REFUSED, "answered 401");
            });
    ask(GridProfile.FAILING);
    asOwner()
        .get("/api/v1/carbon-feeds")
        .then()
        .statusCode(200)
        .body("items.find { it.id == 'grid-failing' }.state", equalTo("failing"))
        .body("items.find { it.id == 'grid-failing' }.fault", containsString("answered 401"))
        .body("items.find { it.id == 'grid-steady' }.state", equalTo("ok"))
        .body("items.find { it.id == 'static' }.kind", equalTo("table"))
        .body("items.id", hasItem("static"));
  }

  @Test
  void aFeedsOwnForecastAdvisesATaskThatCanWaitAndIsNamed() throws Exception {
    market.replace(TABLE, List.of(offer("h").with("H100", 8).at("aws", "us-east-1").build()));
    GridProbe.named(GridProfile.STEADY).does(() -> forecast("US-PJM", 400, 3, 40));
    ask(GridProfile.STEADY);

    preview()
        .body("startAfter.startAt", equalTo("2026-07-20T15:00:00Z"))
        .body("startAfter.source", containsString("the forecast of grid-steady, issued"))
        .body("explanation", hasItem(containsString("by the forecast of grid-steady")));
  }

  @Test
  void aFeedWithoutAForecastIsReckonedFromWhatItTold() throws Exception {
    for (int hour = 30; hour >= 0; hour--) {
      TestClock.CLOCK.set(NOON.minus(Duration.ofHours(hour)));
      // Clean at three in the afternoon, seen from noon.
      double grams = (30 - hour) % 24 == 10 ? 40 : 400;
      GridProbe.named(GridProfile.STEADY).tells("GB", grams, LIFECYCLE);
      ask(GridProfile.STEADY);
    }
    market.replace(TABLE, List.of(offer("h").with("H100", 8).at("aws", "eu-west-2").build()));

    preview()
        .body("startAfter.startAt", equalTo("2026-07-20T15:00:00Z"))
        .body("startAfter.source", equalTo("the same hours of the last days, from grid-steady"));
  }

  @Test
  void theHoursOfAGridAreThoseThatWereToldAndThenThoseThatAreForecast() throws Exception {
    for (int hour = 3; hour >= 1; hour--) {
      TestClock.CLOCK.set(NOON.minus(Duration.ofHours(hour)));
      GridProbe.named(GridProfile.STEADY).tells("FR", 100 * hour, LIFECYCLE);
      ask(GridProfile.STEADY);
    }
    TestClock.CLOCK.set(NOON);
    GridProbe.named(GridProfile.STEADY).does(() -> forecast("FR", 400, 3, 40));
    ask(GridProfile.STEADY);

    hours("zone=FR&from=2026-07-20T08:00:00Z&to=2026-07-20T16:00:00Z")
        .statusCode(200)
        .body("basis", equalTo("average_location_lifecycle"))
        .body("sources", contains(GridProfile.STEADY))
        .body("issuedAt", equalTo("2026-07-20T11:50:00Z"))
        .body(
            "items.findAll { it.kind == 'measured' }.gramsPerKilowattHour",
            contains(300f, 200f, 100f))
        .body("items.find { it.from == '2026-07-20T12:00:00Z' }.kind", equalTo("forecast"))
        .body("items[-1].from", equalTo("2026-07-20T15:00:00Z"))
        .body("items[-1].gramsPerKilowattHour", equalTo(40f));
  }

  @Test
  void aGridOfWhichNobodyTellsHoursHasNoneAndASpanHasBounds() {
    hours("zone=SE-SE1").statusCode(200).body("items", empty()).body("sources", empty());
    hours("from=2026-07-20T08:00:00Z").statusCode(400).body("errors[0].field", equalTo("zone"));
    hours("zone=" + "X".repeat(61)).statusCode(400).body("errors[0].field", equalTo("zone"));
    hours("zone=DE&from=2026-06-01T00:00:00Z&to=2026-07-20T00:00:00Z")
        .statusCode(400)
        .body("errors[0].field", equalTo("from"));
  }

  private static ValidatableResponse hours(String question) {
    return asOwner().get("/api/v1/carbon-hours?" + question).then();
  }

  private static ValidatableResponse preview() {
    return asOwner()
        .contentType("application/json")
        .body(
            """
            {"resources": {"accelerators": "H100:8"}, "run": "train", "placement": {"shift": true},
             "limits": {"max_duration": "1h", "deadline": "2026-07-20T20:00:00Z"}}
            """)
        .post("/api/v1/placements/preview")
        .then()
        .statusCode(200);
  }

  /** Twelve hours from noon: dirty, but for one hour. */
  private static CarbonReading forecast(String zone, double dirty, int cleanHour, double clean) {
    List<Step> steps = new ArrayList<>();
    for (int hour = 0; hour < 12; hour++) {
      Instant from = NOON.plus(Duration.ofHours(hour));
      double grams = hour == cleanHour ? clean : dirty;
      steps.add(new Step(from, from.plus(Duration.ofHours(1)), grams, GridForecast.Kind.FORECAST));
    }
    GridForecast told =
        new GridForecast(
            new GridZone(zone), LIFECYCLE, GridProfile.STEADY, NOON.minusSeconds(600), steps);
    return new CarbonReading(List.of(), List.of(), List.of(told), List.of());
  }

  private GridIntensity virginia() {
    return market.conditions().intensityAt(VIRGINIA).orElseThrow();
  }

  private void ask(String feed) throws Exception {
    poll(feed).ask().get(30, TimeUnit.SECONDS);
  }

  private Poll<CarbonReading> poll(String feed) {
    return polls.feeds().stream()
        .filter(asked -> asked.feed().name().equals(feed))
        .findFirst()
        .orElseThrow()
        .poll();
  }

  /** As a library does that takes no notice of an interruption. */
  private void awaitDeafly() {
    boolean over = false;
    while (!over) {
      try {
        over = end.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        // Deaf on purpose.
        over = false;
      }
    }
  }
}
