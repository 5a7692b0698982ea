package io.tradewind.server.market;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Standing;
import io.tradewind.pricing.ExchangeRates;
import io.tradewind.server.rate.RatesTold;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.OfferBuilder;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.TestClock;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Offers in several currencies: each keeps its price, and all stand in one order. */
@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class CurrenciesTest {
  private static final ProviderId TABLE = new ProviderId("a-table");

  @Inject LiveMarket market;
  @Inject Event<RatesTold> rates;

  @BeforeEach
  void aDollarAndTwentyFiveForAEuro() {
    TestClock.CLOCK.set(NOON);
    market.market().feeds().forEach(feed -> market.replace(feed, List.of()));
    euroAt("1.25");
  }

  @Test
  void aListIsInOneOrderAndEveryPriceInItsSellersCurrency() {
    sell(h100("dear").price("50"), h100("euros").price("30", "EUR"), h100("cheap").price("37"));

    asOwner()
        .get("/api/v1/offers?sort=price")
        .then()
        .statusCode(200)
        .body("items.id", contains("cheap", "euros", "dear"))
        .body("items[1].price.currency", equalTo("EUR"))
        .body("items[1].price.amount", equalTo("30.000000000"))
        .body("items[1].converted.price.amount", equalTo("37.500000000"))
        .body("items[1].converted.price.currency", equalTo("USD"))
        .body("items[1].converted.oneUnit.amount", equalTo("1.250000000"))
        .body("items[1].converted.date", equalTo("2026-07-20"))
        .body("items[1].converted.source", equalTo("a bank"))
        .body("items[0].converted", nullValue());
  }

  @Test
  void thePlacementSaysByWhichRateItCompared() {
    sell(h100("euros").price("30", "EUR"), h100("dollars").price("38"));

    preview("")
        .body("choice.offer.id", equalTo("euros"))
        .body("choice.pricePerHour.currency", equalTo("EUR"))
        .body("choice.converted.price.amount", equalTo("37.500000000"))
        .body("choice.cost.total.currency", equalTo("USD"))
        .body(
            "explanation",
            hasItem(
                "30.00 EUR an hour counts as 37.50 USD, at 1 EUR = 1.25 USD (a bank,"
                    + " 2026-07-20)."));
  }

  @Test
  void aLimitIsDecidedByTheConvertedPrice() {
    sell(h100("euros").price("30", "EUR"));

    preview(", \"limits\": {\"max_price_hour\": \"37.50 USD\"}").body("outcome", equalTo("placed"));
    preview(", \"limits\": {\"max_price_hour\": \"37.49 USD\"}")
        .body("outcome", equalTo("unplaced"))
        .body("rejections[0].reason", equalTo("price_cap"));
  }

  @Test
  void withoutARateAnOfferIsShownButNotPlacedOn() {
    sell(h100("kronor").price("30", "SEK"));

    preview("")
        .body("outcome", equalTo("unplaced"))
        .body("rejections[0].reason", equalTo("currency"))
        .body(
            "rejections[0].text", containsString("priced in a currency without an exchange rate"));
    asOwner()
        .get("/api/v1/offers")
        .then()
        .body("items[0].price.currency", equalTo("SEK"))
        .body("items[0].converted", nullValue());
  }

  @Test
  void newerRatesAreANewMarket() {
    sell(h100("euros").price("30", "EUR"), h100("dollars").price("38"));
    long before = market.market().version();

    euroAt("1.30");

    assertThat(market.market().version()).isGreaterThan(before);
    preview("").body("choice.offer.id", equalTo("dollars"));
    asOwner()
        .get("/api/v1/offers?sort=price")
        .then()
        .body("items.id", contains("dollars", "euros"));
  }

  @Test
  void theSameRatesAgainChangeNothing() {
    sell(h100("euros").price("30", "EUR"));
    long before = market.market().version();

    euroAt("1.25");

    assertThat(market.market().version()).isEqualTo(before);
  }

  @Test
  void theLowestPriceOfAnAcceleratorIsOfThoseThatAskForDollars() {
    sell(h100("euros").price("8", "EUR"), h100("dollars").price("16"));

    asOwner()
        .get("/api/v1/prices?accelerator=H100")
        .then()
        .body("now.min.amount", equalTo("2.000000000"));
  }

  @Test
  void aPollThatChangesTheCurrencyIsLaidOutAnew() {
    Board board =
        Board.EMPTY
            .with(euros("1.25"), NOON)
            .with(new Stock(TABLE, Standing.SELLER, List.of(h100("a").price("30").build())), NOON);
    Stock next =
        board
            .shelf(TABLE)
            .orElseThrow()
            .stock()
            .next(Standing.SELLER, List.of(h100("a").price("30", "EUR").build()));

    Columns columns = board.with(next, NOON).columns().iterator().next();

    assertThat(columns.priceNanos).containsExactly(37_500_000_000L);
  }

  private void sell(OfferBuilder... offers) {
    market.replace(TABLE, Arrays.stream(offers).map(OfferBuilder::build).toList());
  }

  private void euroAt(String dollars) {
    rates.fire(new RatesTold(euros(dollars)));
  }

  private static ExchangeRates euros(String dollars) {
    return new ExchangeRates(
        LocalDate.of(2026, 7, 20), "a bank", Map.of("USD", new BigDecimal(dollars)));
  }

  private static OfferBuilder h100(String id) {
    return offer(id).type("p-" + id).with("H100", 8);
  }

  private static ValidatableResponse preview(String more) {
    return asOwner()
        .contentType(ContentType.JSON)
        .body(
            "{\"resources\": {\"accelerators\": \"H100:8\"}, \"run\": \"echo\"%s}".formatted(more))
        .post("/api/v1/placements/preview")
        .then()
        .statusCode(200);
  }
}
