package io.tradewind.server.boot;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.Bootstrap;
import io.tradewind.api.OfferId;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.database.Database;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.testing.CloudProfile;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.TestCloud;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine that comes up for one lease: what it may do, and what it may not. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CloudProfile.class)
class MachineEnrolmentTest {
  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;
  @Inject FreshMachines machines;
  @Inject Database database;

  @BeforeEach
  void needsTheAgent() {
    Aboard.needsTheAgent();
  }

  /** A lease whose machine was started, and the agent that comes up on it. */
  private record Started(String workload, String lease, Bootstrap bootstrap, TestAgent agent) {
    String token() {
      return bootstrap.enrolmentToken().orElseThrow().reveal();
    }
  }

  @Test
  void itDoesItsLeasesWorkAndGoesWithIt() {
    Started machine = start("whole");
    TestAgent agent = machine.agent().moveIn(machine.token(), 4, 8192);

    JsonNode items = agent.work("", 5).body().path("items");
    assertThat(items).hasSize(1);
    assertThat(items.path(0).path("leaseId").asText()).isEqualTo(machine.lease());
    assertThat(items.path(0).path("run").path("command").asText()).isEqualTo("echo hello");
    Instant began = clock.instant().truncatedTo(ChronoUnit.MICROS).minusSeconds(3);
    agent.status(machine.lease(), Phase.RUNNING, began);
    assertThat(town.leaseBecomes(machine.workload(), "active").path("id").asText())
        .isEqualTo(machine.lease());
    agent.usage(machine.lease(), new LeaseReport.Interval(began, began.plusSeconds(2), 0.5));
    agent.logs(machine.lease(), 0, "hello");
    agent.ended(machine.lease(), 0, began.plusSeconds(2));

    JsonNode done = town.become(machine.workload(), "succeeded");
    assertThat(done.path("lease").path("closeReason").asText()).isEqualTo("completed");
    assertThat(TestCloud.runs(machine.lease())).isFalse();
    assertThat(agent.heartbeat().status()).isIn(401, 403);
    assertThat(agent.tokens(agent.assertion(clock.instant())).code()).isEqualTo("agent_revoked");
    assertThat(events(machine.lease()))
        .contains("lease.machine_prepared", "lease.machine_enrolled");
  }

  @Test
  void aRepeatedStartHandsOutTheSameBytesWhateverWasSetMeanwhile() {
    Started machine = start("repeated");

    assertThat(machines.prepare(lease(machine.lease()))).isEqualTo(machine.bootstrap());
    sql.run(
        "update machine set document = document || '# as an older broker wrote it' where lease = '%s'"
            .formatted(machine.lease()));
    String again = machines.prepare(lease(machine.lease())).userData().orElseThrow().reveal();

    assertThat(again).endsWith("# as an older broker wrote it").contains(machine.token());
    Town.cancel(machine.workload());
  }

  @Test
  void theTokenIsKeptNowhere() {
    Started machine = start("kept");

    assertThat(machine.bootstrap().userData().orElseThrow().reveal()).contains(machine.token());
    for (String place : List.of("machine", "enrolment_token", "event", "lease", "workload")) {
      assertThat(
              sql.run(
                      "select 1 from %s t where t::text like '%%%s%%'"
                          .formatted(place, machine.token()))
                  .size())
          .as(place)
          .isZero();
    }
    Town.cancel(machine.workload());
  }

  @Test
  void itsTokenIsGoodForOneKey() {
    Started machine = start("replay");
    machine.agent().enrol(machine.token());

    assertThat(machine.agent().enrol(machine.token()).status()).isEqualTo(200);
    assertThat(town.agent().enrol(machine.token()).code()).isEqualTo("token_spent");
    Town.cancel(machine.workload());
  }

  @Test
  void aLyingMachineGetsNowhereWithAnotherLease() {
    Started liar = start("liar");
    Started honest = start("honest");
    TestAgent agent = liar.agent().moveIn(liar.token(), 4, 8192);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);

    assertThat(agent.workOf(honest.lease(), "", 0).code()).isEqualTo("not_yours");
    assertThat(agent.status(honest.lease(), Phase.RUNNING, now).code()).isEqualTo("not_yours");
    assertThat(agent.logs(honest.lease(), 0, "I was here").code()).isEqualTo("not_yours");
    assertThat(
            agent
                .usage(honest.lease(), new LeaseReport.Interval(now.minusSeconds(1), now, 1))
                .code())
        .isEqualTo("not_yours");
    assertThat(reclaim(agent, honest.lease(), now).code()).isEqualTo("not_yours");
    assertThat(reclaim(agent, UUID.randomUUID().toString(), now).code()).isEqualTo("lease_unknown");
    assertThat(town.workload(honest.workload()).path("state").asText()).isNotEqualTo("running");
    Town.cancel(liar.workload());
    Town.cancel(honest.workload());
  }

  @Test
  void itsMachineIsNoSiteAndSellsNothing() {
    Started machine = start("sells-nothing");
    TestAgent agent = machine.agent().moveIn(machine.token(), 64, 1_000_000);

    assertThat(agent.heartbeat().body().path("inventoryWanted").asBoolean()).isFalse();
    assertThat(town.get("/api/v1/sites").toString()).doesNotContain(machine.lease());
    assertThat(sql.run("select 1 from site where id = '%s'".formatted(machine.lease())).size())
        .isZero();
    Town.cancel(machine.workload());
  }

  @Test
  void aMachineThatNeverCallsHomeIsEndedAndTheNextOfferIsTaken() {
    OfferId mute = TestCloud.offer("mute", "mute", "1.00", TestCloud.Hypervisor.IDLE);
    OfferId second = TestCloud.offer("mute", "second", "1.01", TestCloud.Hypervisor.IDLE);
    open(mute, second);
    String workload = town.submit("mute", "");
    String first = town.leaseBecomes(workload, "provisioning").path("id").asText();
    String token = token(first);
    clock.advance(Duration.ofMinutes(11));

    JsonNode now =
        eventually(
            () -> town.workload(workload),
            it ->
                it.path("lease").path("instanceType").asText().equals("second")
                    && it.path("lease").path("state").asText().equals("provisioning"));

    assertThat(now.path("attempts").path(0).path("outcome").asText()).isEqualTo("start_timeout");
    assertThat(TestCloud.runs(first)).isFalse();
    assertThat(town.agent().enrol(token).code()).isEqualTo("token_refused");
    assertThat(sql.run("select 1 from launch where shape = 'mute' and evidence = 'UNCLEAR'").size())
        .isEqualTo(1);
    Town.cancel(workload);
  }

  @Test
  void aMachineThatComesUpAfterTheCancellationIsNotLetIn() {
    Started machine = start("late");
    Town.cancel(machine.workload());
    town.become(machine.workload(), "cancelled");

    assertThat(machine.agent().enrol(machine.token()).code()).isEqualTo("token_refused");
  }

  @Test
  void whenItIsCancelledTheWorkloadEndsFirstAndItsLastLinesAreKept() {
    Started machine = start("farewell");
    TestAgent agent = running(machine);
    Town.cancel(machine.workload());

    awaitStop(agent);
    assertThat(TestCloud.runs(machine.lease())).isTrue();
    agent.logs(machine.lease(), 0, "saved");
    agent.status(
        machine.lease(),
        new LeaseReport.Status(1, Phase.STOPPED, clock.instant(), null, "stopped"));

    town.become(machine.workload(), "cancelled");
    assertThat(TestCloud.runs(machine.lease())).isFalse();
    assertThat(town.get("/api/v1/workloads/" + machine.workload()).path("state").asText())
        .isEqualTo("cancelled");
    assertThat(
            sql.run(
                    "select 1 from log_line where line = 'saved' and workload = '%s'"
                        .formatted(machine.workload()))
                .size())
        .isEqualTo(1);
  }

  @Test
  void anAgentThatDoesNotAnswerIsNotWaitedForLong() {
    Started machine = start("deaf");
    TestAgent agent = running(machine);
    Town.cancel(machine.workload());
    awaitStop(agent);
    clock.advance(Duration.ofSeconds(31));

    town.become(machine.workload(), "cancelled");
    assertThat(TestCloud.runs(machine.lease())).isFalse();
  }

  @Test
  void whenTheProviderTakesItBackThatIsTheReason() {
    Started machine = start("taken");
    TestAgent agent = running(machine);
    Instant at = clock.instant().plusSeconds(120).truncatedTo(ChronoUnit.SECONDS);

    assertThat(reclaim(agent, machine.lease(), at).status()).isEqualTo(204);
    assertThat(reclaim(agent, machine.lease(), at).status()).isEqualTo(204);
    agent.status(
        machine.lease(),
        new LeaseReport.Status(1, Phase.FAILED, clock.instant(), null, "taken back"));

    JsonNode lease = town.leaseBecomes(machine.workload(), "closed");
    assertThat(lease.path("closeReason").asText()).isEqualTo("interrupted");
    assertThat(events(machine.lease())).containsOnlyOnce("lease.interrupted");
  }

  private Started start(String seller) {
    open(TestCloud.offer(seller, seller, "1.00", TestCloud.Hypervisor.IDLE));
    String workload = town.submit(seller, "");
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    return new Started(workload, lease, TestCloud.bootstrap(lease).orElseThrow(), town.agent());
  }

  private TestAgent running(Started machine) {
    TestAgent agent = machine.agent().moveIn(machine.token(), 4, 8192);
    agent.status(machine.lease(), Phase.RUNNING, clock.instant().truncatedTo(ChronoUnit.MICROS));
    town.leaseBecomes(machine.workload(), "active");
    return agent;
  }

  private static void awaitStop(TestAgent agent) {
    eventually(
        () -> agent.work("", 0).body().path("items").path(0).path("action").asText(),
        "STOP"::equals);
  }

  private static TestAgent.Answer reclaim(TestAgent agent, String lease, Instant at) {
    return agent.send(
        "POST",
        "/agent/v1/leases/" + lease + "/reclaim",
        new LeaseReport.Reclaim(1, at, "spot instance-action terminate"));
  }

  private void open(OfferId... offers) {
    town.open(TestCloud.ID, offers);
  }

  private static String token(String lease) {
    return TestCloud.bootstrap(lease).flatMap(Bootstrap::enrolmentToken).orElseThrow().reveal();
  }

  private LeaseEntity lease(String id) {
    return Optional.ofNullable(
            database.blocking(session -> session.find(LeaseEntity.class, UUID.fromString(id))))
        .orElseThrow();
  }

  private List<String> events(String lease) {
    List<String> types = new ArrayList<>();
    sql.run("select type from event where lease = '%s' order by seq".formatted(lease))
        .forEach(row -> types.add(row.getString(0)));
    return types;
  }
}
