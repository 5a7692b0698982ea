package io.tradewind.server.site;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.Phase;
import io.tradewind.api.agent.SelfTestReport;
import io.tradewind.api.agent.SelfTestReport.Measurement;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent that lies gets nowhere. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class LyingAgentTest {
  private static final String CPU =
      "{\"unit\": \"cpu\", \"base\": {\"amount\": \"0.02\", \"currency\": \"USD\"}}";

  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;
  private Yard yard;
  private Yard.Founded site;

  @BeforeEach
  void aSite() {
    yard = new Yard(town);
    site = yard.found("\"listing\": \"by_name\"");
    Yard.ask(site, CPU).then().statusCode(200);
  }

  @Test
  void aCardWithAnotherCardsNameIsNotSold() {
    yard.machine(site, Yard.H100, 24_576, 8);

    assertThat(agents(site).path(0).path("accelerators").asInt()).isZero();
    assertThat(agents(site).path(0).path("note").asText())
        .contains("calls itself H100-SXM and has 24.0 GiB, where that model has 80.0 GiB");
  }

  @Test
  void devicesThatAnotherMachineHasAlreadyAreNotSoldTwice() {
    List<Inventory.Device> devices = Yard.devices(Yard.H100, Yard.H100_MIB, 4);
    TestAgent honest = town.agent().appear(yard.token(site));
    honest.inventory("one", 64, devices);
    TestAgent copycat = town.agent().appear(yard.token(site));
    copycat.inventory("two", 64, devices);
    honest.inventory("three", 64, devices);

    assertThat(agents(site).path(0).path("accelerators").asInt()).isEqualTo(4);
    assertThat(agents(site).path(1).path("accelerators").asInt()).isZero();
    assertThat(agents(site).path(1).path("note").asText())
        .contains("is reported by another machine too");
  }

  @Test
  void aMachineWithoutMeasureIsRefusedAndHarmsNobody() {
    TestAgent agent = town.agent().appear(yard.token(site));

    assertThat(agent.inventory(Integer.MAX_VALUE, 1).code()).isEqualTo("malformed");
    assertThat(agent.inventory(64, Long.MAX_VALUE).code()).isEqualTo("malformed");
    Object node = Map.of("count", 1, "vcpus", 64, "memoryMib", 1024, "accelerators", Map.of());
    Object nodesAlone =
        Map.of(
            "hash",
            "a",
            "architecture",
            "x86_64",
            "vcpus",
            64,
            "memoryMib",
            1024,
            "nodes",
            List.of(node));
    assertThat(agent.send("PUT", "/agent/v1/sites/" + site.id() + "/inventory", nodesAlone).code())
        .isEqualTo("malformed");
  }

  @Test
  void replayedUsageIsChargedOnce() {
    Tenant tenant = tenant();
    Instant start = clock.instant().truncatedTo(ChronoUnit.MICROS).minusSeconds(40);
    tenant.agent().status(tenant.lease(), Phase.RUNNING, start);
    LeaseReport.Interval minute = new LeaseReport.Interval(start, start.plusSeconds(30), 1);

    for (int i = 0; i < 3; i++) {
      assertThat(tenant.agent().usage(tenant.lease(), minute).status()).isEqualTo(204);
    }

    assertThat(intervals(tenant)).isEqualTo(1);
    end(tenant);
  }

  @Test
  void timeThatHasNotPassedIsNotMetered() {
    Tenant tenant = tenant();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    tenant.agent().status(tenant.lease(), Phase.RUNNING, now);
    LeaseReport.Interval future =
        new LeaseReport.Interval(now.plusSeconds(90), now.plusSeconds(120), 1);
    LeaseReport.Interval before =
        new LeaseReport.Interval(now.minusSeconds(7200), now.minusSeconds(7150), 1);

    assertThat(tenant.agent().usage(tenant.lease(), future).code()).isEqualTo("usage_refused");
    assertThat(tenant.agent().usage(tenant.lease(), before).code()).isEqualTo("usage_refused");

    assertThat(intervals(tenant)).isZero();
    end(tenant);
  }

  @Test
  void aClockThatIsWrongIsToldTheRightTimeAndNothingElse() {
    TestAgent agent = yard.machine(site, "none", 0, 0);

    TestAgent.Answer late = agent.tokens(agent.assertion(clock.instant().minusSeconds(3600)));
    TestAgent.Answer early = agent.tokens(agent.assertion(clock.instant().plusSeconds(3600)));

    assertThat(late.code()).isEqualTo("assertion_refused");
    assertThat(early.code()).isEqualTo("assertion_refused");
    assertThat(early.date()).isNotBlank();
  }

  @Test
  void anotherMachinesLeaseIsOutOfReachOnTheSameSiteToo() {
    Tenant tenant = tenant();
    TestAgent neighbour = yard.machine(site, "none", 0, 0);

    assertThat(neighbour.status(tenant.lease(), Phase.ENDED, clock.instant()).code())
        .isEqualTo("not_yours");
    assertThat(neighbour.logs(tenant.lease(), 0, "mine?").code()).isEqualTo("not_yours");
    assertThat(neighbour.usage(tenant.lease()).code()).isEqualTo("not_yours");
    assertThat(neighbour.work("", 0).body().path("items")).isEmpty();
    end(tenant);
  }

  @Test
  void aStolenBearerTokenIsWorthNothingOnceItsAgentIsRevoked() {
    TestAgent agent = yard.machine(site, "none", 0, 0);
    asOwner().delete(site.path("/agents/" + agent.agentId())).then().statusCode(204);

    assertThat(agent.work("", 0).status()).isEqualTo(401);
    assertThat(agent.heartbeat().status()).isEqualTo(401);
    assertThat(agent.inventory("new", 64, List.of()).status()).isEqualTo(401);
  }

  @Test
  void aStolenBearerTokenIsWorthNothingAfterFiveMinutes() {
    TestAgent agent = yard.machine(site, "none", 0, 0);
    clock.advance(Duration.ofMinutes(6));

    assertThat(agent.work("", 0).code()).isEqualTo("bearer_refused");
  }

  @Test
  void aStolenKeyIsWorthNothingOnceItsAgentHasChangedIt() {
    TestAgent agent = yard.machine(site, "none", 0, 0);
    String stolen = agent.assertion(clock.instant());
    String before = agent.assertion(clock.instant());

    assertThat(agent.changeKey().status()).isEqualTo(204);
    assertThat(agent.tokens(before).status()).as("until the new one is used").isEqualTo(200);
    agent.renew();

    assertThat(agent.heartbeat().status()).isEqualTo(200);
    assertThat(agent.tokens(stolen).code()).isEqualTo("assertion_refused");
  }

  @Test
  void aTokenThatWasSpentEnrolsNobodyElse() {
    String token = yard.token(site);
    town.agent().appear(token);

    assertThat(town.agent().enrol(token).code()).isEqualTo("token_spent");
    assertThat(agents(site)).hasSize(1);
  }

  @Test
  void aReplayedEnrolmentIsTheSameAgent() {
    String token = yard.token(site);
    TestAgent agent = town.agent();
    String first = agent.enrol(token).body().path("agentId").asText();

    assertThat(agent.enrol(token).body().path("agentId").asText()).isEqualTo(first);
    assertThat(agents(site)).hasSize(1);
  }

  @Test
  void figuresOfAnOldTestAndOfATestThatNobodyWantedAreRefused() {
    TestAgent agent = yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    String test = agent.heartbeat().body().path("selfTest").asText();
    SelfTestReport report = report(test, 700);
    assertThat(agent.selfTest(report).status()).isEqualTo(204);

    assertThat(agent.selfTest(report).code()).isEqualTo("self_test_unknown");
    assertThat(agent.selfTest(report("test_invented", 700)).code()).isEqualTo("self_test_unknown");
  }

  @Test
  void figuresThatNoSuchCardReachesAreNotBelieved() {
    TestAgent agent = yard.machine(site, Yard.H100, Yard.H100_MIB, 8);
    String test = agent.heartbeat().body().path("selfTest").asText();

    agent.selfTest(report(test, 5_000));

    JsonNode claim = town.get(site.path("/claims")).path("items").path(0);
    assertThat(claim.path("state").asText()).isEqualTo("refused");
    assertThat(claim.path("holds").asBoolean()).isFalse();
    assertThat(agents(site).path(0).path("accelerators").asInt()).isZero();
  }

  private static SelfTestReport report(String test, double teraflops) {
    return new SelfTestReport(
        test,
        "finished",
        true,
        List.of(new Measurement("accelerator.bf16_dense", teraflops, "TFLOPS", "PyTorch")));
  }

  /** A lease on the first machine of the site. */
  private record Tenant(TestAgent agent, String workload, String lease) {}

  private Tenant tenant() {
    TestAgent agent = yard.machine(site, "none", 0, 0);
    eventually(
        () -> yard.offers(site),
        offers ->
            offers.stream()
                .anyMatch(
                    it -> it.path("availability").path("state").asText().equals("available")));
    String workload = town.submit(site.seller(), "");
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    return new Tenant(agent, workload, lease);
  }

  private void end(Tenant tenant) {
    tenant.agent().ended(tenant.lease(), 0, clock.instant());
    eventually(() -> town.workload(tenant.workload()), it -> !it.path("endedAt").isNull());
  }

  private long intervals(Tenant tenant) {
    return sql.number("select count(*) from usage where lease = '%s'".formatted(tenant.lease()));
  }

  private JsonNode agents(Yard.Founded of) {
    return yard.site(of).path("agents");
  }
}
