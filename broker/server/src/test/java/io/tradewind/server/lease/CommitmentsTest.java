package io.tradewind.server.lease;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Machines that are paid for already are placed at their marginal price, as long as they last. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class CommitmentsTest {
  private static final String ONE =
      """
      { "items": [ { "provider": "%s", "machines": 1, "note": "three years, no upfront",
          "marginalPrice": { "amount": "0.25", "currency": "USD" } } ] }
      """;

  @Inject Town town;
  @Inject Sql sql;

  @AfterEach
  void none() {
    put("{ \"items\": [] }").statusCode(200).body("items", hasSize(0));
  }

  @Test
  void aFreeMachineIsPlacedAtItsMarginalPriceAndTheAnswerSaysSo() {
    town.open(ScriptedProvider.offer("paid", "machine-1", "4.00"));

    put(ONE.formatted("paid"))
        .statusCode(200)
        .body("items[0].machines", equalTo(1))
        .body("items[0].free", equalTo(1))
        .body("items[0].offers", equalTo(1));

    preview("paid")
        .body("choice.pricePerHour.amount", equalTo("0.250000000"))
        .body("choice.offer.listPrice.amount", equalTo("4.000000000"))
        .body(
            "explanation",
            hasItem(containsString("the marginal price of a commitment, 1 of 1 machines free")));
  }

  @Test
  void whatABatchWouldGainFromItMeanwhileCostsWhoeverTakesIt() {
    town.open(ScriptedProvider.offer("waited", "machine-1", "4.00"));
    UUID batch = UUID.randomUUID();
    sql.run(
        """
        insert into batch (id, organization, project, created_by, created_at, document)
        values ('%s', '%s', '%s', 'test', now(),
          '{"shadowPrices":[{"kind":"offer","name":"waited:1","unit":"machine",\
        "worth":{"amount":"2.40","currency":"USD"}}],\
        "workloads":[{"choice":{"hours":3.0,"offer":{"id":"waited:1","provider":"waited",\
        "region":"%s","instanceType":"machine-1","capacityType":"on_demand"}}}]}')
        """
            .formatted(batch, Tenants.DEFAULT_ORGANIZATION, Tenants.DEFAULT_PROJECT, "town"));

    put(ONE.formatted("waited"))
        .statusCode(200)
        .body("items[0].marginalPrice.amount", equalTo("0.250000000"));

    preview("waited")
        .body("choice.pricePerHour.amount", equalTo("1.050000000"))
        .body(
            "explanation",
            hasItem(
                containsString(
                    "0.250000000 USD an hour to run it and 0.800000000 USD an hour that the batch"
                        + " of ")));
    sql.run("delete from batch where id = '%s'".formatted(batch));
  }

  @Test
  void whenAllAreInUseTheNextCostsWhatItCostsEverybody() {
    town.open(ScriptedProvider.offer("used", "machine-1", "4.00"));
    put(ONE.formatted("used")).statusCode(200);

    String workload = town.submit("used", "");
    town.leaseBecomes(workload, "provisioning");

    eventually(
        () -> asOwner().get("/api/v1/commitments").then().extract().<Integer>path("items[0].free"),
        free -> free == 0);
    String price =
        eventually(
            () -> preview("used").extract().<String>path("choice.pricePerHour.amount"),
            it -> it.startsWith("4."));
    assertThat(price).isEqualTo("4.000000000");
    assertThat(town.workload(workload).path("lease").path("rate").path("amount").asText())
        .isEqualTo("0.250000000");
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  @Test
  void whatIsWrongIsToldByField() {
    put("""
    { "items": [ { "provider": "aws", "machines": 0,
        "marginalPrice": { "amount": "-1", "currency": "USD" } }, { "machines": 2 } ] }
    """)
        .statusCode(422)
        .body("code", equalTo("commitment_invalid"))
        .body("errors.field", hasItem("items[0].machines"))
        .body("errors.field", hasItem("items[0].marginalPrice"))
        .body("errors.field", hasItem("items[1].marginalPrice"));
  }

  private static ValidatableResponse put(String body) {
    return asOwner().contentType("application/json").body(body).put("/api/v1/commitments").then();
  }

  private static ValidatableResponse preview(String seller) {
    return Town.yaml()
        .body(
            "{ resources: { cpus: 1+ }, placement: { providers: { allow: [%s] } } }"
                .formatted(seller))
        .post("/api/v1/placements/preview")
        .then()
        .statusCode(200);
  }
}
