package io.tradewind.server.feed;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.server.feed.FeedHealth.State;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Probe;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.TestClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
@Timeout(60)
class FeedsTest {
  @Inject FeedPoller poller;
  @Inject LiveMarket market;

  @BeforeEach
  void everybodyTellsNothing() throws Exception {
    TestClock.CLOCK.set(NOON);
    for (FeedWorker worker : poller.workers()) {
      if (worker.provider() instanceof Probe probe) {
        probe.tells(List.of());
        // Twice: a loss must be confirmed.
        poll(probe.id().value());
        poll(probe.id().value());
      }
    }
  }

  @Test
  void aProviderThatHangsHoldsNobodyBack() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Probe.named(ProbeProfile.HANGING)
        .does(
            () -> {
              never.await();
              return OfferFeed.of(List.of());
            });
    Probe.named(ProbeProfile.STEADY).tells(offers("steady", 3));
    var hanging = poller.poll(new ProviderId(ProbeProfile.HANGING));

    FeedHealth steady = poll(ProbeProfile.STEADY);
    FeedHealth hung = hanging.get(30, TimeUnit.SECONDS);

    assertThat(steady.state()).isEqualTo(State.OK);
    assertThat(count(ProbeProfile.STEADY)).isEqualTo(3);
    assertThat(hung.state()).isEqualTo(State.FAILING);
    assertThat(market.isSettled()).isTrue();
  }

  @Test
  void aProviderThatFailsKeepsItsOffersAndTheyAge() throws Exception {
    Probe.named(ProbeProfile.THROWING).tells(offers("old", 2));
    poll(ProbeProfile.THROWING);
    Probe.named(ProbeProfile.THROWING)
        .does(
            () -> {
              throw new ProviderException(
                  new ProviderId(ProbeProfile.THROWING), Fault.THROTTLED, "too many calls");
            });
    TestClock.CLOCK.advance(Duration.ofHours(13));

    poll(ProbeProfile.THROWING);

    asOwner()
        .get("/api/v1/offers")
        .then()
        .statusCode(200)
        .body("items.freshness", equalTo(List.of("stale", "stale")));
    asOwner()
        .get("/api/v1/providers")
        .then()
        .body("items.find { it.id == 'probe-throwing' }.state", equalTo("failing"))
        .body("items.find { it.id == 'probe-throwing' }.offers", equalTo(2))
        .body("items.find { it.id == 'probe-throwing' }.ageSeconds", equalTo(13 * 3600))
        .body(
            "items.find { it.id == 'probe-throwing' }.fault",
            equalTo("probe-throwing: too many calls"))
        .body("items.find { it.id == 'probe-throwing' }.circuit.state", equalTo("closed"))
        .body("items.find { it.id == 'probe-throwing' }.circuit.failuresInARow", equalTo(1))
        .body("items.find { it.id == 'probe-throwing' }.circuit.nextAttempt", notNullValue())
        .body("items.find { it.id == 'probe-throwing' }.circuit.lastDurationMillis", equalTo(0));
  }

  @Test
  void offersOfSitesComeAfterThePlacesOfSites() throws Exception {
    Probe.named(ProbeProfile.STEADY)
        .tells(List.of(offer("by-a-site").at("somebodys-hall", "north").build()));

    assertThat(countsWhenPlacesAreAsked(ProbeProfile.STEADY)).containsExactly(0);
    assertThat(count(ProbeProfile.STEADY)).isEqualTo(1);
  }

  @Test
  void whatAProviderSellsItselfDoesNotWaitForThePlacesOfSites() throws Exception {
    Probe.named(ProbeProfile.STEADY)
        .tells(List.of(offer("its-own").at(ProbeProfile.STEADY, "north").build()));

    assertThat(countsWhenPlacesAreAsked(ProbeProfile.STEADY)).containsExactly(1);
  }

  private List<Integer> countsWhenPlacesAreAsked(String feed) throws Exception {
    List<Integer> counts = new CopyOnWriteArrayList<>();
    WatchedPlaces.asked = () -> counts.add(count(feed));
    try {
      poll(feed);
    } finally {
      WatchedPlaces.asked = () -> {};
    }
    return counts;
  }

  @Test
  void aLossOfNineTenthsIsBelievedWhenItIsConfirmed() throws Exception {
    Probe.named(ProbeProfile.LOSING).tells(offers("many", 100));
    poll(ProbeProfile.LOSING);
    Probe.named(ProbeProfile.LOSING).tells(offers("many", 5));

    FeedHealth first = poll(ProbeProfile.LOSING);

    assertThat(first.state()).isEqualTo(State.FAILING);
    assertThat(count(ProbeProfile.LOSING)).isEqualTo(100);
    asOwner()
        .get("/api/v1/quarantine?reason=lost_too_much")
        .then()
        .body("total", equalTo(1))
        .body("items[0].provider", equalTo(ProbeProfile.LOSING));

    FeedHealth second = poll(ProbeProfile.LOSING);

    assertThat(second.state()).isEqualTo(State.OK);
    assertThat(count(ProbeProfile.LOSING)).isEqualTo(5);
  }

  @Test
  void aLossThatIsMadeGoodLeavesNoTrace() throws Exception {
    Probe.named(ProbeProfile.LOSING).tells(offers("many", 100));
    poll(ProbeProfile.LOSING);
    Probe.named(ProbeProfile.LOSING).tells(offers("many", 5));
    poll(ProbeProfile.LOSING);
    Probe.named(ProbeProfile.LOSING).tells(offers("many", 100));
    poll(ProbeProfile.LOSING);
    Probe.named(ProbeProfile.LOSING).tells(offers("many", 5));

    FeedHealth again = poll(ProbeProfile.LOSING);

    assertThat(again.state()).isEqualTo(State.FAILING);
    assertThat(count(ProbeProfile.LOSING)).isEqualTo(100);
  }

  @Test
  void liesDoNotReachTheMarketAndAreShown() throws Exception {
    Refusal refused =
        new Refusal(
            new ProviderId("vast"), "line 12", Reason.PRICE_NOT_POSITIVE, "a price of 0.00", NOON);
    List<Offer> told =
        List.of(
            offer("honest").zone("a").price("2").build(),
            offer("honest").zone("a").price("2").build(),
            offer("spot").zone("a").spot().price("2.5").build(),
            offer("tomorrow").observedAt(NOON.plus(Duration.ofDays(1))).build());
    Probe.named(ProbeProfile.LYING).does(() -> new OfferFeed(told, List.of(refused), 5));

    poll(ProbeProfile.LYING);

    assertThat(count(ProbeProfile.LYING)).isEqualTo(1);
    asOwner()
        .get("/api/v1/quarantine")
        .then()
        .statusCode(200)
        .body("total", equalTo(4))
        .body(
            "items.reason",
            hasItems(
                "duplicate_id",
                "spot_not_below_on_demand",
                "observed_in_future",
                "price_not_positive"))
        .body("counts.find { it.provider == 'vast' }.count", equalTo(1))
        .body("items.source.unique()", equalTo(List.of(ProbeProfile.LYING)))
        .body("nextCursor", nullValue());
  }

  @Test
  void theQuarantineIsPagedAndFiltered() throws Exception {
    List<Refusal> refused =
        IntStream.range(0, 25)
            .mapToObj(
                i ->
                    new Refusal(
                        new ProviderId(i % 5 == 0 ? "aws" : "gcp"),
                        "line " + i,
                        Reason.PRICE_MISSING,
                        "no price",
                        NOON))
            .toList();
    Probe.named(ProbeProfile.LYING).does(() -> new OfferFeed(List.of(), refused, 25));
    poll(ProbeProfile.LYING);

    String cursor =
        asOwner()
            .get("/api/v1/quarantine?provider=gcp&limit=15")
            .then()
            .body("items", hasSize(15))
            .body("total", equalTo(20))
            .extract()
            .path("nextCursor");

    asOwner()
        .queryParam("cursor", cursor)
        .get("/api/v1/quarantine?provider=gcp&limit=15")
        .then()
        .body(
            "items.subject",
            equalTo(List.of("line 19", "line 21", "line 22", "line 23", "line 24")));
    asOwner().get("/api/v1/quarantine?provider=nobody").then().body("items", hasSize(0));
    asOwner()
        .get("/api/v1/quarantine?reason=because")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("reason"));
  }

  private FeedHealth poll(String feed) throws Exception {
    return poller.poll(new ProviderId(feed)).get(30, TimeUnit.SECONDS);
  }

  private int count(String feed) {
    return market.market().offers(new ProviderId(feed)).size();
  }

  private static List<Offer> offers(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> offer(prefix + "-" + i).build()).toList();
  }
}
