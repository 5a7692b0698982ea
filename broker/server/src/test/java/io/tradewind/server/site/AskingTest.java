package io.tradewind.server.site;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.ProviderId;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a site asks, and what tenants pay. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class AskingTest {
  private static final String WITH_ENERGY =
      """
      {"unit": "H100-SXM", "base": {"amount": "2.00", "currency": "USD"},
       "floor": {"amount": "1.00", "currency": "USD"},
       "energy": {"perKilowattHour": {"amount": "0.50", "currency": "USD"}, "watts": 1000},
       "reclaimable": {"percentOff": 25, "noticeSeconds": 120}}
      """;

  @Inject Town town;
  @Inject LiveMarket market;
  @Inject MovableClock clock;
  private Yard yard;

  @BeforeEach
  void inTheYard() {
    yard = new Yard(town);
  }

  @Test
  void anAskIsAFunctionAndItsOutlookIsShownBeforeItIsTaken() {
    Yard.Founded site = yard.found("");
    yard.machine(site, Yard.H100, Yard.H100_MIB, 8);

    JsonNode outlook = preview(site, WITH_ENERGY).path("items").path(0);

    assertThat(outlook.path("onDemand").path("amount").asText()).isEqualTo("2.600000000");
    assertThat(outlook.path("spot").path("amount").asText()).isEqualTo("1.950000000");
    assertThat(outlook.path("why").asText()).isEqualTo("2 USD base + 0.6 USD electricity");
    assertThat(outlook.path("hoursOnSale").asInt()).isEqualTo(168);
    assertThat(outlook.path("units").asInt()).isEqualTo(8);
    assertThat(outlook.path("weekIfSold").path("amount").asText()).isEqualTo("3494.400000000");
    assertThat(town.get(site.path("/asks")).path("items")).isEmpty();
  }

  @Test
  void aLeaseKeepsThePriceThatItBeganWith() {
    Yard.Founded site = yard.found("\"listing\": \"by_name\"");
    TestAgent agent = yard.machine(site, "none", 0, 0);
    Yard.ask(site, plain("0.02")).then().statusCode(200);
    yard.onSale(site);
    String workload = town.submit(site.seller(), "");
    JsonNode lease = town.leaseBecomes(workload, "provisioning");
    agent.status(lease.path("id").asText(), Phase.RUNNING, clock.instant());

    Yard.ask(site, plain("0.09")).then().statusCode(200);

    eventually(() -> price(site), "0.090000000"::equals);
    assertThat(town.leaseBecomes(workload, "active").path("rate").path("amount").asText())
        .isEqualTo("0.020000000");
    agent.ended(lease.path("id").asText(), 0, clock.instant());
    town.become(workload, "succeeded");
  }

  @Test
  void powerHeadroomCapsWhatIsSold() {
    Yard.Founded site = yard.found("\"powerHeadroomKw\": 5");
    yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    Yard.ask(site, WITH_ENERGY).then().statusCode(200);

    List<JsonNode> offers = yard.onSale(site);

    assertThat(
            offers.stream()
                .filter(it -> it.path("instanceType").asText().equals("h100-sxm-8"))
                .map(it -> it.path("availability").path("state").asText()))
        .containsOnly("unavailable");
    assertThat(
            offers.stream()
                .filter(it -> it.path("instanceType").asText().equals("h100-sxm-1"))
                .map(it -> it.path("availability").path("value").asDouble()))
        .allMatch(free -> free >= 1 && free < 8);
    assertThat(market.conditions().power().at(ProviderId.of(site.seller())))
        .as("5 kW of the building, for plans of many workloads at once")
        .hasValueSatisfying(watts -> assertThat(watts.value()).isCloseTo(5_000 / 1.2, within(1.0)));
  }

  @Test
  void everyItemThatIsWrongIsNamedAndNothingChanges() {
    Yard.Founded site = yard.found("");

    List<String> fields =
        Yard.ask(
                site,
                plain("0.02")
                    + ", {\"unit\": \"H1000\", \"base\": {\"amount\": \"2\", \"currency\":"
                    + " \"USD\"}}, {\"unit\": \"cpu\", \"base\": {\"amount\": \"3\", \"currency\":"
                    + " \"USD\"}}")
            .then()
            .statusCode(422)
            .extract()
            .path("errors.field");

    assertThat(fields).containsExactly("items[1]", "items[2]");
    assertThat(town.get(site.path("/asks")).path("items")).isEmpty();
  }

  private String price(Yard.Founded site) {
    return yard.offers(site).stream()
        .filter(it -> it.path("instanceType").asText().equals("cpu-1"))
        .map(it -> it.path("price").path("amount").asText())
        .findFirst()
        .orElse("");
  }

  private static String plain(String price) {
    return "{\"unit\": \"cpu\", \"base\": {\"amount\": \"%s\", \"currency\": \"USD\"}}"
        .formatted(price);
  }

  private JsonNode preview(Yard.Founded site, String item) {
    return asOwner()
        .contentType("application/json")
        .body("{\"items\": [%s]}".formatted(item))
        .post(site.path("/asks/preview"))
        .then()
        .statusCode(200)
        .extract()
        .as(JsonNode.class);
  }
}
