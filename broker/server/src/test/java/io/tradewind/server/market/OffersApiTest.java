package io.tradewind.server.market;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.TestClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class OffersApiTest {
  private static final ProviderId FEED = new ProviderId("by-hand");

  @Inject LiveMarket market;

  @BeforeEach
  void nothingIsOnSaleAtNoon() {
    TestClock.CLOCK.set(NOON);
    market.market().feeds().forEach(feed -> market.replace(feed, List.of()));
  }

  @Test
  void anOfferIsShownWithItsPriceItsAgeAndItsSource() {
    sells(
        offer("aws:p5.48xlarge/eu-west-1:a")
            .zone("eu-west-1a")
            .type("p5.48xlarge")
            .with("H100", 8)
            .price("98.32")
            .build());

    asOwner()
        .get("/api/v1/offers?provider=aws")
        .then()
        .statusCode(200)
        .body("total", equalTo(1))
        .body("nextCursor", nullValue())
        .body("marketVersion", greaterThan(0))
        .body("items[0].id", equalTo("aws:p5.48xlarge/eu-west-1:a"))
        .body("items[0].country", equalTo("IE"))
        .body("items[0].price.amount", equalTo("98.320000000"))
        .body("items[0].price.currency", equalTo("USD"))
        .body("items[0].pricePerAccelerator.amount", equalTo("12.290000000"))
        .body("items[0].accelerator.model", equalTo("H100"))
        .body("items[0].accelerator.kind", equalTo("gpu"))
        .body("items[0].observedAt", equalTo("2026-07-20T12:00:00Z"))
        .body("items[0].source.name", equalTo("a test"))
        .body("items[0].source.term", equalTo("list"))
        .body("items[0].freshness", equalTo("fresh"))
        .body("items[0].availability.state", equalTo("unknown"))
        .body("items[0].leasable", equalTo(false))
        .body("items[0].leasableReason", notNullValue());
  }

  @Test
  void anOfferIsFoundByAnIdWithColonsAndSlashes() {
    sells(offer("aws:p5.48xlarge/eu-west-1:a").build());

    for (String path :
        List.of("aws:p5.48xlarge/eu-west-1:a", "aws%3Ap5.48xlarge%2Feu-west-1%3Aa")) {
      RestAssured.given()
          .urlEncodingEnabled(false)
          .header("Authorization", asOwnerHeader())
          .get("/api/v1/offers/" + path)
          .then()
          .statusCode(200)
          .body("id", equalTo("aws:p5.48xlarge/eu-west-1:a"));
    }
  }

  @Test
  void anUnknownOfferIsNotFound() {
    asOwner()
        .get("/api/v1/offers/nothing/like/that")
        .then()
        .statusCode(404)
        .body("code", equalTo("not_found"));
  }

  @Test
  void anUnchangedMarketIsNotSentAgain() {
    sells(offer("a").build());
    String tag = asOwner().get("/api/v1/offers").header("ETag");

    asOwner().header("If-None-Match", tag).get("/api/v1/offers").then().statusCode(304);
    sells(offer("a").price("3").build());
    asOwner().header("If-None-Match", tag).get("/api/v1/offers").then().statusCode(200);
  }

  @Test
  void offersThatHaveAgedAreSentAgainThoughNothingElseChanged() {
    sells(offer("a").build());
    String tag = asOwner().get("/api/v1/offers").header("ETag");
    TestClock.CLOCK.advance(Duration.ofHours(2));

    asOwner()
        .header("If-None-Match", tag)
        .get("/api/v1/offers")
        .then()
        .statusCode(200)
        .body("items[0].freshness", equalTo("aging"));
  }

  @Test
  void pagesFollowEachOtherOverEqualPrices() {
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      offers.add(offer("same-" + i).build());
    }
    market.replace(FEED, offers);

    List<String> ids = new ArrayList<>();
    String cursor = null;
    do {
      var page =
          asOwner()
              .queryParam("limit", 5)
              .queryParam("cursor", cursor == null ? "" : cursor)
              .get("/api/v1/offers")
              .then()
              .statusCode(200)
              .body("total", equalTo(23))
              .extract();
      ids.addAll(page.path("items.id"));
      cursor = page.path("nextCursor");
    } while (cursor != null);

    assertThat(ids).hasSize(23).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0",
    "limit, many",
    "limit, 501",
    "minAccelerators, few",
    "maxAccelerators, -1",
    "minMemoryGib, NaN",
    "capacityType, cheap",
    "freshness, new",
    "sort, beauty",
    "order, down",
    "cursor, abc"
  })
  void aParameterThatCannotBeReadIsNamedWithAdvice(String name, String value) {
    asOwner()
        .queryParam(name, value)
        .get("/api/v1/offers")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors[0].field", equalTo(name))
        .body("errors[0].advice", notNullValue());
  }

  @ParameterizedTest
  @CsvSource({"accelerator, Z9000", "provider, nobody", "region, nowhere", "country, XX", "q, zzz"})
  void aValueThatNothingHasGivesAnEmptyPage(String name, String value) {
    sells(offer("a").build());

    asOwner()
        .queryParam(name, value)
        .get("/api/v1/offers")
        .then()
        .statusCode(200)
        .body("items", hasSize(0))
        .body("total", equalTo(0));
  }

  @Test
  void facetsCountTheOffers() {
    sells(offer("a").with("H100", 8).build(), offer("b").spot().build());

    asOwner()
        .get("/api/v1/offers/facets")
        .then()
        .statusCode(200)
        .body("total", equalTo(2))
        .body("providers[0].value", equalTo("aws"))
        .body("providers[0].count", equalTo(2))
        .body("accelerators.value", equalTo(List.of("H100")));
  }

  @Test
  void regionsAreShownWithPlaceGridAndNumberOfOffers() {
    sells(offer("a").at("aws", "eu-west-1").build(), offer("b").at("aws", "moon-1").build());

    asOwner()
        .get("/api/v1/regions")
        .then()
        .statusCode(200)
        .body(
            "items.find { it.provider == 'aws' && it.name == 'eu-west-1' }.country", equalTo("IE"))
        .body("items.find { it.provider == 'aws' && it.name == 'eu-west-1' }.offers", equalTo(1))
        .body(
            "items.find { it.provider == 'aws' && it.name == 'eu-west-1' }.gramsPerKilowattHour",
            greaterThan(0f))
        .body(
            "items.find { it.provider == 'aws' && it.name == 'eu-west-1' }.carbonYear",
            greaterThan(2000))
        .body("items.find { it.name == 'moon-1' }.country", nullValue());
  }

  @Test
  void regionsCountWhatTheFilterTakesAndTellItsLowestPriceAndRoom() {
    sells(
        offer("a").at("aws", "eu-west-1").with("H100", 8).price("16").build(),
        offer("b").at("aws", "eu-west-1").with("H100", 4).price("12").soldOut().build(),
        offer("c").at("aws", "eu-west-1").with("T4", 1).price("1").build());
    String ireland = "items.find { it.provider == 'aws' && it.name == 'eu-west-1' }";

    asOwner()
        .get("/api/v1/regions?accelerator=H100&users=DE")
        .then()
        .statusCode(200)
        .body(ireland + ".offers", equalTo(2))
        .body(ireland + ".startable", equalTo(1))
        .body(ireland + ".fromPricePerHour.amount", equalTo("2.000000000"))
        .body(ireland + ".roundTripMs", greaterThan(15f))
        .body("items.find { it.name == 'us-west-2' }.offers", equalTo(0))
        .body("items.find { it.name == 'us-west-2' }.fromPricePerHour", nullValue());
  }

  @Test
  void ringsAroundUsersGrowWithTheRoundTrip() {
    asOwner()
        .get("/api/v1/reach?users=Frankfurt")
        .then()
        .statusCode(200)
        .body("users", equalTo("Frankfurt, DE"))
        .body("rings[0].milliseconds", equalTo(20))
        .body("rings[0].kilometres", allOf(greaterThan(300f), lessThan(700f)))
        .body("rings[4].kilometres", greaterThan(9000f));
    asOwner().get("/api/v1/reach").then().statusCode(400);
  }

  @Test
  void usersNobodyKnowsAreAskedAbout() {
    asOwner()
        .get("/api/v1/regions?users=Atlantis")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("users"));
  }

  @Test
  void offersAreFilteredByTheMakersOfTheirAccelerators() {
    sells(
        offer("a").with("H100", 8).price("16").build(),
        offer("b").with("MI300X", 8).price("16").build());

    asOwner().get("/api/v1/offers?vendor=AMD").then().body("items.id", hasSize(1));
    asOwner().get("/api/v1/offers?vendor=amd&accelerator=H100").then().body("total", equalTo(0));
    asOwner().get("/api/v1/offers?vendor=nobody").then().body("total", equalTo(0));
    asOwner().get("/api/v1/offers?vendor=amd,nvidia").then().body("total", equalTo(2));
  }

  @Test
  void aPriceIsToldPerPetaflopWhereTheMakersFigureIsKnown() {
    sells(offer("a").with("GB300", 4).price("20").build());

    asOwner()
        .get("/api/v1/offers?accelerator=GB300")
        .then()
        .body("items[0].pricePerPetaflopHour.amount", equalTo("2.000000000"));
  }

  @Test
  void acceleratorsAreShownWithTheirFiguresAndTheLowestPrice() {
    sells(offer("a").with("H100", 8).price("16").build());

    asOwner()
        .get("/api/v1/accelerators")
        .then()
        .statusCode(200)
        .body("items.find { it.model == 'H100' }.vendor", equalTo("nvidia"))
        .body("items.find { it.model == 'H100' }.offers", equalTo(1))
        .body("items.find { it.model == 'H100' }.fromPricePerHour.amount", equalTo("2.000000000"))
        .body("items.model", hasItem("A100-80GB"));
  }

  @Test
  void nothingIsShownToStrangers() {
    for (String path : List.of("offers", "providers", "regions", "accelerators", "quarantine")) {
      RestAssured.get("/api/v1/" + path).then().statusCode(401);
    }
  }

  private void sells(Offer... offers) {
    market.replace(FEED, List.of(offers));
  }

  private static String asOwnerHeader() {
    return "Bearer " + io.tradewind.server.testing.Owner.token();
  }
}
