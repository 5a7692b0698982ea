package io.tradewind.server.price;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.TestClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class PriceSparksTest {
  private static final ProviderId FEED = ProviderId.of("sparks");

  @Inject PriceHistory history;
  @Inject LiveMarket market;

  @BeforeEach
  void noon() {
    TestClock.CLOCK.set(NOON);
  }

  @AfterEach
  void nothingIsLeft() {
    market.replace(FEED, List.of());
  }

  @Test
  void eachOfferBeginsWithWhatItCostThenAndOfADayTheLastPriceStands() {
    told(costs("spark/a", "1", NOON.minus(Duration.ofDays(40))));
    told(costs("spark/a", "2", NOON.minus(Duration.ofDays(35))));
    told(costs("spark/a", "3", NOON.minus(Duration.ofDays(10)).plusSeconds(60)));
    told(costs("spark/a", "4", NOON.minus(Duration.ofDays(10)).plusSeconds(120)));
    told(costs("spark/b", "7", NOON.minus(Duration.ofDays(1))));
    sells(costs("spark/a", "4", NOON), costs("spark/b", "7", NOON), costs("spark/new", "1", NOON));

    sparks("spark/a", "spark/b", "spark/new", "spark/none", "spark/a")
        .statusCode(200)
        .body("from", equalTo("2026-06-20T12:00:00Z"))
        .body("items.offer", contains("spark/a", "spark/b"))
        .body("items[0].points.price.amount", contains("2.000000000", "4.000000000"))
        .body("items[0].points[0].at", equalTo("2026-06-20T12:00:00Z"))
        .body("items[0].points[1].at", equalTo("2026-07-10T12:02:00Z"))
        .body("items[1].points", hasSize(1));
  }

  @Test
  void anOfferThatLeftHasNoPriceUntilItCameBack() {
    TestClock.CLOCK.set(NOON.minus(Duration.ofDays(9)));
    ProviderId alone = ProviderId.of("sparks-alone");
    history.write(alone, List.of(costs("spark/gone", "5", TestClock.CLOCK.instant())));
    TestClock.CLOCK.set(NOON.minus(Duration.ofDays(6)));
    history.write(alone, List.of());
    TestClock.CLOCK.set(NOON.minus(Duration.ofDays(3)));
    history.write(alone, List.of(costs("spark/gone", "6", TestClock.CLOCK.instant())));
    TestClock.CLOCK.set(NOON);
    market.replace(alone, List.of(costs("spark/gone", "6", NOON)));

    sparks("spark/gone")
        .body("items[0].points", hasSize(3))
        .body("items[0].points[0].price.amount", equalTo("5.000000000"))
        .body("items[0].points[1].price", nullValue())
        .body("items[0].points[2].price.amount", equalTo("6.000000000"));
    market.replace(alone, List.of());
  }

  @Test
  void aListThatIsEmptyOrTooLongOrNoListIsRefused() {
    refused(Map.of("offers", List.of()));
    refused(Map.of("offers", Collections.nCopies(101, "a")));
    refused(Map.of());
    List<String> holes = new ArrayList<>();
    holes.add(null);
    refused(Map.of("offers", holes));
    sparks(" ", "x".repeat(301), "a\u0000b").statusCode(200).body("items", empty());
  }

  @Test
  void aQuestionIsNoChangeInTheAudit() {
    sparks("one").statusCode(200);

    asOwner()
        .get("/api/v1/audit?limit=200")
        .then()
        .statusCode(200)
        .body("items.action", not(hasItem(containsString("price-sparks"))));
  }

  private static void refused(Map<String, ?> body) {
    asOwner()
        .contentType("application/json")
        .body(body)
        .post("/api/v1/price-sparks")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("offers"));
  }

  private static ValidatableResponse sparks(String... offers) {
    return asOwner()
        .contentType("application/json")
        .body(Map.of("offers", List.of(offers)))
        .post("/api/v1/price-sparks")
        .then();
  }

  private void told(Offer offer) {
    history.append(FEED, List.of(offer));
  }

  private void sells(Offer... offers) {
    market.replace(FEED, List.of(offers));
  }

  private static Offer costs(String id, String price, Instant at) {
    return offer(id).type(id).price(price).observedAt(at).build();
  }
}
