package io.tradewind.server.market;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.TestClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What providers say wrongly, late or twice, and what the market makes of it. */
@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class TruthTest {
  /** Known to the broker, and its own seller's word. */
  private static final ProviderId ACCOUNT = new ProviderId(ProbeProfile.STEADY);

  private static final ProviderId TABLE = new ProviderId("a-table");

  @Inject LiveMarket market;

  @BeforeEach
  void nothingIsOnSaleAtNoon() {
    TestClock.CLOCK.set(NOON);
    market.market().feeds().forEach(feed -> market.replace(feed, List.of()));
    market.replace(ACCOUNT, List.of());
    market.replace(TABLE, List.of());
    overrides("").statusCode(200);
  }

  @AfterEach
  void nothingIsNegotiated() {
    overrides("").statusCode(200);
  }

  @Test
  void everyPriceCarriesItsTermItsFeedAndAConfidenceWithItsRule() {
    market.replace(
        ACCOUNT, List.of(h100("live").live().build(), h100("spot").live().spot().build()));
    market.replace(TABLE, List.of(h100("list").type("other").build()));

    asOwner()
        .get("/api/v1/offers")
        .then()
        .body("items.find { it.id == 'live' }.term", equalTo("on_demand"))
        .body("items.find { it.id == 'live' }.confidence.level", equalTo("confirmed"))
        .body("items.find { it.id == 'live' }.feed", equalTo(ProbeProfile.STEADY))
        .body("items.find { it.id == 'spot' }.term", equalTo("spot"))
        .body("items.find { it.id == 'list' }.confidence.level", equalTo("reported"))
        .body("items.find { it.id == 'list' }.confidence.meaning", containsString("third party"))
        .body("items.find { it.id == 'list' }.otherSources", empty());
  }

  @Test
  void aConfirmedPriceLosesConfidenceAsItAges() {
    market.replace(ACCOUNT, List.of(h100("live").live().build()));

    assertThat(confidenceAfter(Duration.ZERO)).isEqualTo("confirmed");
    assertThat(confidenceAfter(Duration.ofHours(2))).isEqualTo("published");
    assertThat(confidenceAfter(Duration.ofHours(12))).isEqualTo("reported");
    assertThat(confidenceAfter(Duration.ofHours(24))).isEqualTo("doubtful");
  }

  @Test
  void anExpiredOfferIsShownButNotPlacedOnAndTheAnswerSaysSo() {
    market.replace(TABLE, List.of(h100("old").price("10").build()));
    TestClock.CLOCK.advance(Duration.ofHours(24));
    market.replace(
        ACCOUNT,
        List.of(
            h100("new")
                .type("other")
                .price("20")
                .observedAt(NOON.plus(Duration.ofHours(24)))
                .build()));

    preview()
        .body("choice.offer.id", equalTo("new"))
        .body("considered", equalTo(2))
        .body("feasible", equalTo(1))
        .body("rejections[0].reason", equalTo("expired"))
        .body("rejections[0].count", equalTo(1))
        .body("explanation", hasItem(containsString("older than a day")));
    asOwner()
        .get("/api/v1/offers?freshness=expired")
        .then()
        .body("items.id", equalTo(List.of("old")));
    asOwner()
        .get("/api/v1/market")
        .then()
        .body("expired", equalTo(1))
        .body("placeable", equalTo(1));
  }

  @Test
  void aStaleOfferCompetesInAPreviewWithItsAgeShown() {
    market.replace(TABLE, List.of(h100("old").price("10").build()));
    TestClock.CLOCK.advance(Duration.ofHours(13));

    preview()
        .body("choice.offer.id", equalTo("old"))
        .body("choice.offer.freshness", equalTo("stale"));
  }

  @Test
  void anOfferExpiresWithoutAnybodyTelling() {
    market.replace(TABLE, List.of(h100("old").build()));
    preview().body("outcome", equalTo("placed"));

    TestClock.CLOCK.advance(Duration.ofHours(25));

    preview()
        .body("outcome", equalTo("unplaced"))
        .body("rejections.reason", equalTo(List.of("expired")))
        .body("explanation", hasItem(containsString("Left out beforehand: 1 offer")));
  }

  @Test
  void ofTwoSourcesOneIsPlacedOnAndTheDisagreementIsVisible() {
    market.replace(ACCOUNT, List.of(h100("live").live().price("100").build()));
    market.replace(TABLE, List.of(h100("list").price("80").build()));

    preview()
        .body("choice.offer.id", equalTo("live"))
        .body("considered", equalTo(2))
        .body("rejections.find { it.reason == 'superseded' }.count", equalTo(1));
    asOwner()
        .get("/api/v1/offers/live")
        .then()
        .body("superseded", nullValue())
        .body("otherSources", hasSize(1))
        .body("otherSources[0].feed", equalTo("a-table"))
        .body("otherSources[0].price.amount", equalTo("80.000000000"))
        .body("otherSources[0].differencePercent", equalTo(-20.0f));
    asOwner()
        .get("/api/v1/offers/list")
        .then()
        .body("superseded.by", equalTo(ProbeProfile.STEADY))
        .body("superseded.why", containsString("the seller's own interface"));
    asOwner()
        .get("/api/v1/discrepancies?seller=aws")
        .then()
        .body("total", equalTo(1))
        .body("items[0].believed.offer", equalTo("live"))
        .body("items[0].others[0].offer", equalTo("list"))
        .body("items[0].differencePercent", equalTo(20.0f))
        .body("items[0].why", containsString("third party"))
        .body("counts[0].compared", equalTo(1))
        .body("counts[0].disagreeing", equalTo(1));
    asOwner().get("/api/v1/discrepancies?seller=gcp").then().body("total", equalTo(0));
    asOwner()
        .get("/api/v1/providers")
        .then()
        .body("items.find { it.id == 'probe-steady' }.standing", equalTo("seller"));
  }

  @Test
  void aSupersededOfferIsListedOnlyWhenAskedFor() {
    market.replace(ACCOUNT, List.of(h100("live").live().price("100").build()));
    market.replace(TABLE, List.of(h100("list").price("80").build()));

    asOwner().get("/api/v1/offers").then().body("items.id", equalTo(List.of("live")));
    asOwner()
        .get("/api/v1/offers?superseded=show")
        .then()
        .body("items.id", equalTo(List.of("list", "live")));
    asOwner().get("/api/v1/offers?superseded=maybe").then().statusCode(400);
    asOwner().get("/api/v1/offers/facets").then().body("total", equalTo(1));
  }

  @Test
  void sourcesThatAgreeAreComparedButAreNoDiscrepancy() {
    market.replace(ACCOUNT, List.of(h100("live").live().price("100").build()));
    market.replace(TABLE, List.of(h100("list").price("100.9").build()));

    asOwner()
        .get("/api/v1/discrepancies")
        .then()
        .body("total", equalTo(0))
        .body("counts[0].compared", equalTo(1))
        .body("counts[0].disagreeing", equalTo(0));
  }

  @Test
  void discrepanciesAreAnsweredInPagesTheGreatestFirst() {
    List<Offer> live = new ArrayList<>();
    List<Offer> told = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      live.add(h100("live-" + i).type("t" + i).live().price("100").build());
      told.add(h100("told-" + i).type("t" + i).price(Integer.toString(100 + 5 * i)).build());
    }
    market.replace(ACCOUNT, live);
    market.replace(TABLE, told);

    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      var page =
          asOwner()
              .get("/api/v1/discrepancies?limit=3&cursor=" + cursor)
              .then()
              .statusCode(200)
              .extract();
      seen.addAll(page.path("items.believed.offer"));
      cursor = page.path("nextCursor");
    } while (cursor != null);

    assertThat(seen)
        .containsExactly("live-7", "live-6", "live-5", "live-4", "live-3", "live-2", "live-1");
  }

  @Test
  void whenTheAccountFallsSilentThePublicListIsPlacedOn() {
    market.replace(ACCOUNT, List.of(h100("live").live().price("100").build()));
    TestClock.CLOCK.advance(Duration.ofHours(13));
    market.replace(
        TABLE,
        List.of(h100("list").price("80").observedAt(NOON.plus(Duration.ofHours(13))).build()));

    preview().body("choice.offer.id", equalTo("list"));
    asOwner()
        .get("/api/v1/offers/live")
        .then()
        .body("superseded.why", containsString("has not been confirmed for half a day"));
  }

  @Test
  void aTableOfCommittedPricesIsQuarantinedByComparison() {
    List<Offer> high = new ArrayList<>();
    List<Offer> low = new ArrayList<>();
    for (int gpus = 1; gpus <= 4; gpus++) {
      high.add(offer("high-" + gpus).type("a2-" + gpus).with("A100-80GB", gpus).price("4").build());
      low.add(
          offer("low-" + gpus)
              .type("a2-" + gpus)
              .with("A100-80GB", gpus)
              .listed(NOON)
              .price("2.5")
              .build());
    }
    market.replace(new ProviderId("other-table"), high);
    market.replace(TABLE, low);

    asOwner()
        .get("/api/v1/quarantine?reason=committed_as_on_demand")
        .then()
        .body("total", equalTo(4))
        .body("items[0].source", equalTo("a-table"))
        .body("items[0].detail", containsString("looks like a price under a commitment"));
    asOwner()
        .get("/api/v1/offers/low-1")
        .then()
        .body("confidence.level", equalTo("doubtful"))
        .body("superseded.why", containsString("commitment"));
    preview("A100-80GB:1").body("choice.offer.id", equalTo("high-1"));
  }

  @Test
  void aNegotiatedDiscountIsMatchedAndSaysSoBesideTheListPrice() {
    market.replace(
        TABLE,
        List.of(
            h100("aws").price("98.32").build(),
            h100("gcp").at("gcp", "europe-west4").price("88").build()));

    overrides(
            """
            {"provider": "aws", "accelerator": "h100", "percentOff": 15, "note": "frame contract"}
            """)
        .statusCode(200)
        .body("items[0].accelerator", equalTo("H100"))
        .body("items[0].inForce", equalTo(true))
        .body("items[0].offers", equalTo(1));

    preview()
        .body("choice.offer.id", equalTo("aws"))
        .body("choice.pricePerHour.amount", equalTo("83.572000000"))
        .body("choice.offer.listPrice.amount", equalTo("98.320000000"))
        .body(
            "choice.offer.priceOverride",
            equalTo(
                "List 98.320000000 USD, your price 83.572000000 USD: 15 % off, frame contract."));
    asOwner()
        .get("/api/v1/offers")
        .then()
        .body("items.id", equalTo(List.of("aws", "gcp")))
        .body("items[1].listPrice", nullValue());
    asOwner().get("/api/v1/price-overrides").then().body("items", hasSize(1));
  }

  @Test
  void anOverrideHoldsFromItsFirstMomentToItsLast() {
    market.replace(TABLE, List.of(h100("aws").price("98.32").build()));
    overrides(
            """
            {"provider": "aws", "fixedPrice": {"amount": "50", "currency": "USD"},
             "validFrom": "2026-07-20T13:00:00Z", "validTo": "2026-07-20T14:00:00Z"}
            """)
        .statusCode(200)
        .body("items[0].inForce", equalTo(false));

    preview().body("choice.pricePerHour.amount", equalTo("98.320000000"));
    TestClock.CLOCK.advance(Duration.ofHours(1));
    preview().body("choice.pricePerHour.amount", equalTo("50.000000000"));
    TestClock.CLOCK.advance(Duration.ofHours(1));
    preview().body("choice.pricePerHour.amount", equalTo("98.320000000"));
  }

  @Test
  void whatASiteAsksIsNeverOverridden() {
    market.replace(TABLE, List.of(h100("site").declared().price("10").build()));

    overrides("{\"provider\": \"aws\", \"percentOff\": 50}")
        .statusCode(200)
        .body("items[0].offers", equalTo(0));

    preview().body("choice.pricePerHour.amount", equalTo("10.000000000"));
  }

  @Test
  void theFirstRuleThatFitsHolds() {
    market.replace(TABLE, List.of(h100("aws").price("100").build()));

    overrides(
            """
            {"provider": "aws", "region": "eu-west-1", "instanceType": "p5", "capacityType": "on_demand", "percentOff": 10},
            {"provider": "aws", "percentOff": 30}
            """)
        .statusCode(200);

    preview().body("choice.pricePerHour.amount", equalTo("90.000000000"));
  }

  @Test
  void everythingThatIsWrongWithOverridesIsSaidAtOnceAndNothingIsChanged() {
    overrides("{\"provider\": \"aws\", \"percentOff\": 10}").statusCode(200);

    overrides(
            """
            {"provider": "", "percentOff": 100},
            {"provider": "aws", "percentOff": 10, "fixedPrice": {"amount": "1", "currency": "USD"}},
            {"provider": "aws", "fixedPrice": {"amount": "0", "currency": "USD"}},
            {"provider": "aws", "percentOff": 5, "accelerator": "H1000", "capacityType": "often",
             "validFrom": "2026-07-20T13:00:00Z", "validTo": "2026-07-20T12:00:00Z"},
            {"provider": "aws", "percentOff": 5, "validFrom": "tomorrow"}
            """)
        .statusCode(422)
        .body("code", equalTo("price_override_invalid"))
        .body(
            "errors.field",
            equalTo(
                List.of(
                    "items[0].provider",
                    "items[0].percentOff",
                    "items[1].percentOff",
                    "items[2].fixedPrice",
                    "items[3].capacityType",
                    "items[3].accelerator",
                    "items[3].validTo",
                    "items[4].validFrom")));
    asOwner()
        .get("/api/v1/price-overrides")
        .then()
        .body("items.percentOff", equalTo(List.of(10.0f)));
  }

  @Test
  void theMarketSaysWhichPricesAreLiveAndWhichAreFromATable() {
    market.replace(
        ACCOUNT, List.of(h100("live").live().build(), h100("more").type("other").live().build()));
    market.replace(
        TABLE,
        List.of(
            h100("list").listed(NOON.minus(Duration.ofDays(30))).build(),
            h100("only").type("rare").listed(NOON.minus(Duration.ofDays(60))).build()));

    asOwner()
        .get("/api/v1/market")
        .then()
        .body("offers", equalTo(4))
        .body("placeable", equalTo(3))
        .body("superseded", equalTo(1))
        .body("terms.live", equalTo(2))
        .body("terms.list", equalTo(1))
        .body("feeds.find { it.feed == 'a-table' }.superseded", equalTo(1))
        .body("feeds.find { it.feed == 'a-table' }.ages.fresh", equalTo(2))
        .body("feeds.find { it.feed == 'a-table' }.figuresFrom", equalTo("2026-05-21T12:00:00Z"))
        .body(
            "feeds.find { it.feed == 'probe-steady' }.lastUpdate", equalTo("2026-07-20T12:00:00Z"));
  }

  private String confidenceAfter(Duration age) {
    TestClock.CLOCK.set(NOON.plus(age));
    return asOwner().get("/api/v1/offers/live").path("confidence.level");
  }

  private static io.tradewind.server.testing.OfferBuilder h100(String id) {
    return offer(id).type("p5").with("H100", 8);
  }

  private static ValidatableResponse preview() {
    return preview("H100:8");
  }

  private static ValidatableResponse preview(String accelerators) {
    return asOwner()
        .contentType(ContentType.JSON)
        .body(
            "{\"resources\": {\"accelerators\": \"%s\"}, \"run\": \"echo\"}"
                .formatted(accelerators))
        .post("/api/v1/placements/preview")
        .then()
        .statusCode(200);
  }

  private static ValidatableResponse overrides(String rules) {
    return asOwner()
        .contentType(ContentType.JSON)
        .body("{\"items\": [" + rules + "]}")
        .put("/api/v1/price-overrides")
        .then();
  }
}
