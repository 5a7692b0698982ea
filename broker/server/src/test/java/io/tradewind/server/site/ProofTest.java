package io.tradewind.server.site;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.agent.SelfTestReport;
import io.tradewind.api.agent.SelfTestReport.Measurement;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is believed of a site, and by whose word. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class ProofTest {
  private static final String PRICED =
      "{\"unit\": \"H100-SXM\", \"base\": {\"amount\": \"2\", \"currency\": \"USD\"}}";

  @Inject Town town;
  @Inject MovableClock clock;
  private Yard yard;

  @BeforeEach
  void inTheYard() {
    yard = new Yard(town);
  }

  @Test
  void aMeasurementBecomesAClaimWithItsMethodAndEnd() {
    Yard.Founded site = yard.found("");
    TestAgent agent = yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    String test = wanted(agent);
    agent.selfTest(new SelfTestReport(test, "disk", false, List.of()));
    assertThat(yard.site(site).path("agents").path(0).path("selfTest").asText()).isEqualTo("disk");

    TestAgent.Answer taken =
        agent.selfTest(finished(test, new Measurement("disk.write", 2100.5, "MB/s", "256 MiB")));

    assertThat(taken.status()).isEqualTo(204);
    JsonNode claim = town.get(site.path("/claims")).path("items").path(0);
    assertThat(claim.path("attribute").asText()).isEqualTo("disk.write");
    assertThat(claim.path("value").asText()).isEqualTo("2100.500");
    assertThat(claim.path("method").asText()).isEqualTo("256 MiB");
    assertThat(claim.path("verifier").asText()).contains("self-test");
    assertThat(claim.path("holds").asBoolean()).isTrue();
    clock.advance(Duration.ofDays(3));
    assertThat(town.get(site.path("/claims")).path("items").path(0).path("holds").asBoolean())
        .isFalse();
  }

  @Test
  void testsComeAgainWhenNobodyExpectsThemAndNotBefore() {
    Yard.Founded site = yard.found("");
    TestAgent agent = yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    agent.selfTest(finished(wanted(agent)));

    assertThat(agent.heartbeat().body().path("selfTest").isNull()).isTrue();
    clock.advance(Duration.ofHours(37));
    agent.renew();

    assertThat(wanted(agent)).startsWith("test_");
  }

  @Test
  void aRelabelledCardIsNoLongerSold() {
    Yard.Founded site = yard.found("");
    TestAgent agent = yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    Yard.ask(site, PRICED).then().statusCode(200);
    yard.onSale(site);

    agent.selfTest(
        finished(
            wanted(agent), new Measurement("accelerator.bf16_dense", 120, "TFLOPS", "PyTorch")));

    assertThat(yard.site(site).path("agents").path(0).path("note").asText())
        .contains("12 % of what its maker tells of an H100-SXM");
    eventually(() -> yard.offers(site), List::isEmpty);
    agent.inventory("again", 128, Yard.devices(Yard.H100, Yard.H100_MIB, 8));
    assertThat(yard.site(site).path("agents").path(0).path("accelerators").asInt()).isZero();
  }

  @Test
  void whatIsMeasuredBesideALeaseIsNotHeldAgainstTheMachine() {
    Yard.Founded site = yard.found("");
    TestAgent agent = yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    Yard.ask(site, PRICED).then().statusCode(200);
    yard.onSale(site);
    String test = wanted(agent);
    String workload = onOneCard(site);
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();

    agent.selfTest(
        finished(test, new Measurement("accelerator.bf16_dense", 120, "TFLOPS", "PyTorch")));

    JsonNode machine = yard.site(site).path("agents").path(0);
    assertThat(machine.path("accelerators").asInt()).isEqualTo(8);
    assertThat(machine.path("selfTest").asText()).contains("measured again");
    assertThat(town.get(site.path("/claims")).path("items")).isEmpty();
    agent.ended(lease, 0, clock.instant());
    eventually(() -> town.workload(workload), it -> !it.path("endedAt").isNull());
  }

  private static String onOneCard(Yard.Founded site) {
    return Town.yaml()
        .body(
            """
            name: beside
            resources: { accelerators: "H100-SXM:1" }
            run: nvidia-smi
            placement: { providers: { allow: [%s] } }
            """
                .formatted(site.seller()))
        .post("/api/v1/workloads")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  @Test
  void aCertificateCountsOnlyOnceItIsReviewedAndUntilItExpires() {
    Yard.Founded site =
        yard.found(
            "\"certifications\": [{\"name\": \"iso27001\", \"document\":"
                + " \"https://idle.example/iso.pdf\", \"expires\": \"2027-12-31\"}]");
    yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    Yard.ask(site, PRICED).then().statusCode(200);
    yard.onSale(site);
    assertThat(chosen(site)).isFalse();
    String claim = town.get(site.path("/claims")).path("items").path(0).path("id").asText();

    asOwner()
        .contentType("application/json")
        .body("{\"verdict\": \"verified\"}")
        .post(site.path("/claims/" + claim + "/review"))
        .then()
        .statusCode(200);

    eventually(() -> chosen(site), Boolean::booleanValue);
    asOwner()
        .contentType("application/json")
        .body("{\"verdict\": \"refused\"}")
        .post(site.path("/claims/" + claim + "/review"))
        .then()
        .statusCode(409);
  }

  private boolean chosen(Yard.Founded site) {
    return !Town.yaml()
        .body(
            """
            resources: { accelerators: "H100-SXM:1" }
            placement: { providers: { allow: [%s] }, certifications: [iso27001] }
            """
                .formatted(site.seller()))
        .post("/api/v1/placements/preview")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .contains("\"choice\":null");
  }

  private static SelfTestReport finished(String test, Measurement... measured) {
    return new SelfTestReport(test, "finished", true, List.of(measured));
  }

  private static String wanted(TestAgent agent) {
    return agent.heartbeat().body().path("selfTest").asText();
  }
}
