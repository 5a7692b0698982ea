package io.tradewind.server.site;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.api.agent.Inventory;
import io.tradewind.server.agent.Hashes;
import io.tradewind.server.boot.Aboard;
import io.tradewind.server.signin.Crowd;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Owner;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From an operator's first request to an offer on the market. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class OnboardingTest {
  private static final String PRICED =
      "{\"unit\": \"H100-SXM\", \"base\": {\"amount\": \"2.10\", \"currency\": \"USD\"}}";

  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Crowd crowd;
  private Yard yard;

  @BeforeEach
  void inTheYard() {
    yard = new Yard(town);
  }

  @Test
  void aSiteIsOnboardedAndWhatItsAgentDiscoversIsOnTheMarketAtItsAsk() {
    Yard.Founded site = yard.found("\"powerHeadroomKw\": 40, \"gridZone\": \"NO-NO1\"");
    assertThat(yard.site(site).path("state").asText()).isEqualTo("waiting");
    yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    assertThat(town.get(site.path("/asks")).path("unpriced").findValuesAsText("")).isEmpty();
    assertThat(town.get(site.path("/asks")).path("unpriced").get(0).asText()).isEqualTo("H100-SXM");

    Yard.ask(site, PRICED).then().statusCode(200);

    assertThat(yard.onSale(site))
        .extracting(
            offer -> offer.path("instanceType").asText(),
            offer -> offer.path("price").path("amount").asText(),
            offer -> offer.path("country").asText())
        .containsExactlyInAnyOrder(
            tuple("h100-sxm-1", "2.100000000", "NO"),
            tuple("h100-sxm-2", "4.200000000", "NO"),
            tuple("h100-sxm-4", "8.400000000", "NO"),
            tuple("h100-sxm-8", "16.800000000", "NO"));
    assertThat(yard.site(site).path("state").asText()).isEqualTo("online");
  }

  @Test
  void everythingThatIsWrongWithASiteIsSaidAtOnce() {
    List<String> fields =
        asOwner()
            .contentType("application/json")
            .body(
                "{\"name\": \"\", \"city\": \"Nowhere\", \"pue\": 0.5, \"cooling\": \"magic\","
                    + " \"terms\": \"1\", \"certifications\": [{\"name\": \"ISO 27001\"}]}")
            .post("/api/v1/sites")
            .then()
            .statusCode(422)
            .extract()
            .path("errors.field");

    assertThat(fields)
        .contains("name", "operator", "city", "pue", "cooling", "terms", "certifications[0].name");
  }

  @Test
  void aSecondSiteOfTheSameNameIsRefused() {
    Yard.tryToFound("Twin hall", "").then().statusCode(201);

    assertThat(
            Yard.tryToFound("Twin hall", "").then().statusCode(409).extract().<String>path("code"))
        .isEqualTo("site_exists");
  }

  @Test
  void theInstallLineNamesAScriptWithTheChecksumThatIsShown() {
    Aboard.needsTheAgent();
    Yard.Founded site = yard.found("");
    var made = asOwner().post(site.path("/enrolment-tokens")).then().statusCode(201).extract();
    String script = given().get("/agent/v1/install.sh").then().statusCode(200).extract().asString();

    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    assertThat(made.<String>path("scriptSha256")).isEqualTo(sha256(script));
    assertThat(made.<String>path("installChecked"))
        .contains(sha256(script))
        .contains(made.<String>path("token"));
    assertThat(script).doesNotContain(made.<String>path("token")).doesNotContain("@BROKER@");
  }

  @Test
  void anAcceleratorThatNobodyKnowsIsToldClearlyAndNotSold() {
    Yard.Founded site = yard.found("\"ask\": {\"amount\": \"0.02\", \"currency\": \"USD\"}");

    yard.machine(site, "NVIDIA Hypothetical 9000", 50_000, 2);

    JsonNode agent = yard.site(site).path("agents").get(0);
    assertThat(agent.path("note").asText())
        .startsWith(
            "'NVIDIA Hypothetical 9000' with 48.8 GiB is no accelerator that this broker knows");
    assertThat(yard.onSale(site)).allMatch(offer -> offer.path("accelerator").isNull());
  }

  @Test
  void aMachineWhoseAgentRunsNothingIsNotThereToBeLeased() {
    Yard.Founded site = yard.found("");
    TestAgent agent = yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    Yard.ask(site, PRICED).then().statusCode(200);
    List<Inventory.Device> devices = Yard.devices(Yard.H100, Yard.H100_MIB, 8);

    agent.inventory("two", 128, devices, List.of());

    assertThat(eventually(() -> available(site), machines -> machines == 0)).isZero();
    assertThat(yard.site(site).path("agents").get(0).path("note").asText())
        .startsWith("The agent runs nothing");
    agent.inventory("three", 128, devices, List.of("sandbox"));
    assertThat(eventually(() -> available(site), machines -> machines > 0)).isEqualTo(8);
    assertThat(yard.site(site).path("agents").get(0).path("note").isNull()).isTrue();
  }

  @Test
  void aMachineThatRunsPlainProcessesIsLeasedToItsOwnOrganizationAlone() {
    Yard.Founded site = yard.found("");
    TestAgent agent = yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    Yard.ask(site, PRICED).then().statusCode(200);
    yard.onSale(site);
    String stranger = crowd.stranger();
    assertThat(chosen(stranger, site)).isEqualTo(site.seller());
    List<Inventory.Device> devices = Yard.devices(Yard.H100, Yard.H100_MIB, 8);

    agent.inventory("two", 128, devices, List.of("process"));

    eventually(() -> chosen(stranger, site), none -> none == null);
    assertThat(firstOffer(stranger, site).<Boolean>path("items[0].leasable")).isFalse();
    assertThat(firstOffer(stranger, site).<String>path("items[0].leasableReason"))
        .startsWith("This machine runs its own organization's workloads alone");
    assertThat(chosen(Owner.token(), site)).as("its own organization").isEqualTo(site.seller());
    assertThat(firstOffer(Owner.token(), site).<Boolean>path("items[0].leasable")).isTrue();
    assertThat(yard.site(site).path("agents").get(0).path("note").asText())
        .startsWith("The agent runs plain processes")
        .contains("is not leased to others");
  }

  private static String chosen(String token, Yard.Founded site) {
    return chosen(token, site, "H100-SXM:1", 1);
  }

  /** Who would be leased from; null for nobody. */
  private static String chosen(String token, Yard.Founded site, String accelerators, int nodes) {
    return given()
        .header("Authorization", "Bearer " + token)
        .contentType("application/json")
        .body(
            """
            {"name": "probe", "resources": {"accelerators": "%s"}, "nodes": %d, "run": "true",
              "placement": {"providers": {"allow": ["%s"]}}}
            """
                .formatted(accelerators, nodes, site.seller()))
        .post("/api/v1/placements/preview")
        .then()
        .statusCode(200)
        .extract()
        .path("choice.offer.provider");
  }

  private static Response firstOffer(String token, Yard.Founded site) {
    return given()
        .header("Authorization", "Bearer " + token)
        .get("/api/v1/offers?provider=%s&limit=100".formatted(site.seller()));
  }

  @Test
  void noOfferOfAClusterIsLargerThanOneOfItsNodesCanGive() {
    Yard.Founded site = yard.found("");
    TestAgent agent = town.agent().appear(yard.token(site));
    agent.heartbeat();
    Yard.ask(site, PRICED).then().statusCode(200);
    String device = "H100-SXM";

    agent.cluster(
        "one",
        64,
        Yard.devices(device, Yard.H100_MIB, 8),
        List.of(new Inventory.Node(2, 32, 131_072, Map.of(device, 4))));
    agent.heartbeat();

    assertThat(yard.onSale(site))
        .extracting(
            offer -> offer.path("instanceType").asText(),
            offer -> offer.path("vcpus").asInt(),
            offer -> offer.path("availability").path("value").asDouble())
        .containsExactlyInAnyOrder(
            tuple("h100-sxm-1", 8, 8.0),
            tuple("h100-sxm-2", 16, 4.0),
            tuple("h100-sxm-4", 32, 2.0));
    assertThat(chosen(Owner.token(), site, "H100-SXM:8", 1)).as("a node has four").isNull();
    assertThat(chosen(Owner.token(), site, "H100-SXM:4", 2))
        .as("a gang takes several nodes")
        .isEqualTo(site.seller());
    agent.cluster("two", 64, Yard.devices(device, Yard.H100_MIB, 8), List.of());
    assertThat(eventually(() -> yard.offers(site), offers -> offers.size() == 4))
        .as("an agent that does not tell of nodes")
        .extracting(offer -> offer.path("instanceType").asText())
        .contains("h100-sxm-8");
  }

  private double available(Yard.Founded site) {
    return yard.offers(site).stream()
        .filter(offer -> offer.path("instanceType").asText().equals("h100-sxm-1"))
        .mapToDouble(offer -> offer.path("availability").path("value").asDouble())
        .sum();
  }

  @Test
  void aSiteSellsTheMachinesOfAllItsAgents() {
    Yard.Founded site = yard.found("");
    yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    yard.machine(site, Yard.H100, Yard.H100_MIB, 4);
    Yard.ask(site, PRICED).then().statusCode(200);

    JsonNode one =
        eventually(
                () ->
                    yard.offers(site).stream()
                        .filter(it -> it.path("instanceType").asText().equals("h100-sxm-1"))
                        .toList(),
                offers -> !offers.isEmpty())
            .get(0);

    assertThat(one.path("availability").path("value").asDouble()).isEqualTo(12);
  }

  @Test
  void aRevokedAgentGetsNothingAndItsMachineIsNoLongerSold() {
    Yard.Founded site = yard.found("");
    TestAgent agent = yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    Yard.ask(site, PRICED).then().statusCode(200);
    yard.onSale(site);

    asOwner().delete(site.path("/agents/" + agent.agentId())).then().statusCode(204);

    assertThat(agent.heartbeat().status()).isEqualTo(401);
    assertThat(agent.tokens(agent.assertion(clock.instant())).code()).isEqualTo("agent_revoked");
    assertThat(agent.enrol("twd_enrol_whatever").code()).isEqualTo("token_refused");
    eventually(() -> yard.offers(site), List::isEmpty);
  }

  @Test
  void whatATokenOpenedIsClosedAfterFifteenMinutes() {
    Yard.Founded site = yard.found("");
    String token = yard.token(site);
    clock.advance(Duration.ofMinutes(16));

    assertThat(town.agent().enrol(token).code()).isEqualTo("token_refused");
  }

  @Test
  void anInventoryMayChangeWhatIsSold() {
    Yard.Founded site = yard.found("");
    TestAgent agent = yard.machine(site, Yard.H100, Yard.H100_MIB, 2);
    Yard.ask(site, PRICED).then().statusCode(200);
    yard.onSale(site);
    List<Inventory.Device> fewer = Yard.devices(Yard.H100, Yard.H100_MIB, 1);

    agent.inventory("two", 16, fewer);

    eventually(() -> yard.offers(site), offers -> offers.size() == 1);
  }

  private static String sha256(String text) {
    return Hashes.sha256(text);
  }
}
