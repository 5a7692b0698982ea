package io.tradewind.server.placement;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.tradewind.api.ProviderId;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.TestClock;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One workload over the places of its data, as it would be placed. */
@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class FederatedPreviewTest {
  private static final ProviderId FEED = new ProviderId("by-hand");

  @Inject LiveMarket market;

  @BeforeEach
  void threePlaces() {
    TestClock.CLOCK.set(NOON);
    market.market().feeds().forEach(feed -> market.replace(feed, List.of()));
    market.replace(
        FEED,
        List.of(
            offer("ie").at("aws", "eu-west-1").with("H100", 8).price("98").build(),
            offer("nl").at("gcp", "europe-west4").with("H100", 8).price("88").build(),
            offer("small").at("aws", "eu-west-1").price("0.50").build()));
  }

  @Test
  void everyPlaceOfDataHasItsPartAndTheAggregatorIsBetweenThem() {
    preview("aws/eu-west-1", "gcp/europe-west4")
        .statusCode(200)
        .body("outcome", equalTo("placed"))
        .body("parties.home", contains("aws/eu-west-1", "gcp/europe-west4"))
        .body("parties.placement.choice.offer.id", contains("ie", "nl"))
        .body("aggregator.choice.offer.id", equalTo("small"))
        .body("explanation", hasItem(containsString("20 rounds of 0.5 GB from and to 2 places")));
  }

  @Test
  void aPlaceWithoutAnOfferIsNamed() {
    preview("aws/eu-west-1", "azure/japaneast")
        .statusCode(200)
        .body("outcome", equalTo("unplaced"))
        .body("aggregator", nullValue())
        .body("explanation", hasItem(containsString("the data in azure/japaneast")));
  }

  @Test
  void whatIsWrongIsToldByField() {
    post("{ workload: { resources: { accelerators: H100:8 } }, rounds: 0, within: planet }")
        .statusCode(422)
        .body("code", equalTo("federation_invalid"))
        .body(
            "errors.field", hasItems("workload.data", "aggregator", "rounds", "update", "within"));
  }

  private static ValidatableResponse preview(String one, String other) {
    return post(
        """
        workload:
          resources: { accelerators: H100:8 }
          data:
            - { uri: s3://one, size: 400GB, region: %s }
            - { uri: s3://other, size: 400GB, region: %s }
        aggregator: { resources: { cpus: 4+ } }
        rounds: 20
        update: 500MB
        """
            .formatted(one, other));
  }

  private static ValidatableResponse post(String body) {
    return Town.yaml().body(body).post("/api/v1/placements/federated").then();
  }
}
