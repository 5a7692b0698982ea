package io.tradewind.server.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.api.OfferId;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A price is made sure of before it is committed to. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class QuotesTest {
  @Inject Town town;
  @Inject MovableClock clock;

  @AfterEach
  void theFeedSpeaksAgain() {
    ScriptedProvider.fallSilent(false);
  }

  @Test
  void aStaleOfferIsAskedForAgainAndThenUsed() {
    OfferId offer = ScriptedProvider.offer("steady-price", "m", "1.00");
    town.open(offer);
    clock.advance(Duration.ofHours(13));

    Response submitted = town.submitted("steady-price", "");

    submitted
        .then()
        .statusCode(201)
        .body("placement.choice.offer.freshness", equalTo("fresh"))
        .body("lease.rate.amount", equalTo("1.000000000"));
    end(submitted);
  }

  @Test
  void whenAStalePriceHasRisenTheUserIsAskedAndMayAccept() {
    OfferId offer = ScriptedProvider.offer("risen-price", "m", "1.00");
    town.open(offer);
    clock.advance(Duration.ofHours(13));
    ScriptedProvider.reprice(offer, "1.50");

    town.submitted("risen-price", "")
        .then()
        .statusCode(409)
        .body("code", equalTo("price_moved"))
        .body("detail", allOf(containsString("1.000000000 USD"), containsString("1.500000000 USD")))
        .body("detail", containsString("50.0 % more"))
        .body("errors[0].field", equalTo("Tradewind-Agreed-Price"))
        .body("errors[0].advice", containsString("1.500000000 USD"));
    Response accepted = agreeing("risen-price", "1.50 USD");

    accepted.then().statusCode(201).body("lease.rate.amount", equalTo("1.500000000"));
    end(accepted);
  }

  @Test
  void aPriceThatRoseSinceItWasShownIsAskedAboutThoughItIsFresh() {
    OfferId offer = ScriptedProvider.offer("shown-price", "m", "2.00");
    town.open(offer);

    agreeing("shown-price", "1.90 USD").then().statusCode(409).body("code", equalTo("price_moved"));
    Response within = agreeing("shown-price", "1.95 USD");

    within.then().statusCode(201);
    end(within);
  }

  @Test
  void aPriceInAnotherCurrencyIsAskedAbout() {
    town.open(ScriptedProvider.offer("currency-price", "m", "2.00"));

    agreeing("currency-price", "2.00 EUR").then().statusCode(409);
  }

  @Test
  void anAgreedPriceThatCannotBeReadIsTheClientsMistake() {
    agreeing("nobody", "cheap").then().statusCode(400).body("code", equalTo("invalid_field"));
  }

  @Test
  void whatNoFeedConfirmsIsNotUsed() {
    town.open(ScriptedProvider.offer("silent-price", "m", "1.00"));
    ScriptedProvider.fallSilent(true);
    clock.advance(Duration.ofHours(13));

    town.submitted("silent-price", "")
        .then()
        .statusCode(201)
        .body("state", equalTo("unplaced"))
        .body("placement.rejections.reason", hasItem("stale"))
        .body("placement.rejections.find { it.reason == 'stale' }.count", greaterThan(0));
  }

  @Test
  void anExpiredOfferIsNotEvenAskedFor() {
    town.open(ScriptedProvider.offer("expired-price", "m", "1.00"));
    ScriptedProvider.fallSilent(true);
    clock.advance(Duration.ofHours(25));

    town.submitted("expired-price", "")
        .then()
        .statusCode(201)
        .body("state", equalTo("unplaced"))
        .body("placement.rejections.reason", hasItem("expired"));
  }

  private static Response agreeing(String seller, String price) {
    return Town.yaml()
        .header("Tradewind-Agreed-Price", price)
        .body(
            """
            resources: { cpus: 1+ }
            run: echo hello
            placement: { providers: { allow: [%s] } }
            """
                .formatted(seller))
        .post("/api/v1/workloads");
  }

  private void end(Response submitted) {
    String id = submitted.path("id");
    Town.cancel(id);
    assertThat(town.become(id, "cancelled").path("state").asText()).isEqualTo("cancelled");
  }
}
