package io.tradewind.server.lease;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.LeaseId;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.agent.LeaseReport.Interval;
import io.tradewind.api.agent.LeaseReport.Status;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.ScriptedProvider.Act;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Several machines for one workload: all of them begin, or none, and none outlives the others. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class GangTest {
  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;

  @Test
  void noNodeIsGivenItsWorkBeforeAllCanBeReached() {
    Town.Home home = town.settle("0.10");
    TestAgent agent = home.agent();
    String workload = town.submit(home.seller(), "nodes: 2");
    List<String> leases = provisioned(workload, 2);

    assertThat(agent.work("", 0).body().path("items")).isEmpty();
    agent.heartbeatFrom("10.1.1.1");

    List<JsonNode> items = work(agent, 2);
    assertThat(items).extracting(it -> it.path("leaseId").asText()).hasSameElementsAs(leases);
    JsonNode first = environment(items, leases.get(0));
    JsonNode second = environment(items, leases.get(1));
    assertThat(first.path("NODE_RANK").asText()).isEqualTo("0");
    assertThat(second.path("NODE_RANK").asText()).isEqualTo("1");
    assertThat(second.path("SKYPILOT_NODE_RANK").asText()).isEqualTo("1");
    assertThat(second.path("WORLD_SIZE").asText()).isEqualTo("2");
    assertThat(second.path("MASTER_ADDR").asText()).isEqualTo("10.1.1.1");
    assertThat(second.path("NODE_IPS").asText()).isEqualTo("10.1.1.1\n10.1.1.1");
    assertThat(second.path("MASTER_PORT").asText())
        .isEqualTo(first.path("MASTER_PORT").asText())
        .matches("2\\d{4}");
    end(agent, workload);
  }

  @Test
  void eachNodeIsMeteredAndTheirSumIsCharged() {
    Town.Home home = town.settle("0.36");
    TestAgent agent = home.agent();
    agent.heartbeatFrom("10.1.1.2");
    String workload = town.submit(home.seller(), "nodes: 2");
    List<String> leases = provisioned(workload, 2);
    work(agent, 2);
    JsonNode view = town.workload(workload);
    assertThat(view.path("attempts").path(0).path("pricePerHour").path("amount").asText())
        .isEqualTo("0.720000000");
    assertThat(view.path("nodes")).hasSize(2);

    Instant start = clock.instant().truncatedTo(ChronoUnit.MICROS).minusSeconds(10);
    agent.status(leases.get(0), Phase.RUNNING, start);
    assertThat(town.workload(workload).path("state").asText()).isEqualTo("provisioning");
    agent.status(leases.get(1), Phase.RUNNING, start);
    assertThat(town.workload(workload).path("state").asText()).isEqualTo("running");
    for (String lease : leases) {
      agent.logs(lease, 0, "hello", "again");
      agent.logs(lease, 1, "again", "bye");
      agent.usage(lease, new Interval(start, start.plusSeconds(10), 1));
      agent.ended(lease, 0, start.plusSeconds(10));
    }

    JsonNode done = town.become(workload, "succeeded");
    // 0.36 USD an hour for ten seconds, twice.
    assertThat(done.path("cost").path("amount").asText()).isEqualTo("0.002000000");
    assertThat(done.path("meteredSeconds").asDouble()).isEqualTo(20);
    assertThat(text(workload))
        .isEqualTo(
            """
            [node 0] hello
            [node 0] again
            [node 0] bye
            [node 1] hello
            [node 1] again
            [node 1] bye
            """);
  }

  @Test
  void oneNodeThatFailsFailsAllWithItsReason() {
    Town.Home home = town.settle("0.10");
    TestAgent agent = home.agent();
    agent.heartbeatFrom("10.1.1.3");
    String workload = town.submit(home.seller(), "nodes: 2");
    List<String> leases = provisioned(workload, 2);
    work(agent, 2);
    leases.forEach(lease -> agent.status(lease, Phase.RUNNING, clock.instant()));

    agent.ended(leases.get(1), 3, clock.instant());

    town.soon(() -> action(agent, leases.get(0)), "STOP"::equals);
    agent.status(leases.get(0), new Status(1, Phase.STOPPED, clock.instant(), null, "told to"));
    JsonNode failed = town.become(workload, "failed");
    assertThat(failed.path("exitCode").asInt()).isEqualTo(3);
    assertThat(failed.path("reason").asText()).isEqualTo("Node 1 of 2 ended with exit code 3.");
    assertThat(failed.path("nodes").findValuesAsText("state"))
        .containsExactly("peer_ended", "completed");
    assertThat(failed.path("nodes").path(0).path("detail").asText())
        .isEqualTo("Node 1 came to an end: exit code 3.");
  }

  @Test
  void aNodeThatEndsWellDoesNotEndTheOthers() {
    Town.Home home = town.settle("0.10");
    TestAgent agent = home.agent();
    agent.heartbeatFrom("10.1.1.4");
    String workload = town.submit(home.seller(), "nodes: 2");
    List<String> leases = provisioned(workload, 2);
    work(agent, 2);
    leases.forEach(lease -> agent.status(lease, Phase.RUNNING, clock.instant()));

    agent.ended(leases.get(0), 0, clock.instant());
    town.soon(() -> node(workload, 0), "completed"::equals);
    clock.advance(java.time.Duration.ofSeconds(6));
    agent.heartbeatFrom("10.1.1.4");

    assertThat(action(agent, leases.get(1))).isEqualTo("RUN");
    agent.ended(leases.get(1), 0, clock.instant());
    town.become(workload, "succeeded");
  }

  @Test
  void whereOneNodeFindsNoRoomNothingIsLeftAndTheNextOfferIsTried() {
    OfferId full = ScriptedProvider.offer("gang", "full", "1.00", Act.fails(Fault.NO_CAPACITY));
    OfferId free = ScriptedProvider.offer("gang", "free", "1.01");
    town.open(full, free);

    String workload = town.submit("gang", "nodes: 3");

    town.soon(
        () -> town.workload(workload).path("nodes").findValuesAsText("state"),
        List.of("provisioning", "provisioning", "provisioning")::equals);
    JsonNode moved = town.workload(workload);
    assertThat(moved.path("attempts").findValuesAsText("outcome"))
        .containsExactly("no_capacity", "provisioning");
    assertThat(moved.path("attempts").findValuesAsText("instanceType"))
        .containsExactly("full", "free");
    for (UUID lease : leases(workload, 1)) {
      assertThat(ScriptedProvider.runs(new LeaseId(lease))).isFalse();
    }
    for (UUID lease : leases(workload, 2)) {
      assertThat(ScriptedProvider.runs(new LeaseId(lease))).isTrue();
    }
    Town.cancel(workload);
    town.become(workload, "cancelled");
    assertThat(leases(workload, 2)).noneMatch(it -> ScriptedProvider.runs(new LeaseId(it)));
  }

  @Test
  void aGangThatLostAMachineMovesAsAWholeAndNeverForMore() {
    OfferId first = ScriptedProvider.offer("moving", "first", "1.00");
    OfferId other = ScriptedProvider.offer("moving", "other", "1.02");
    town.open(first, other);
    String workload = town.submit("moving", "nodes: 2\nretry: { on: [interruption], for: 1h }");
    List<String> leases = provisioned(workload, 2);

    ScriptedProvider.lose(LeaseId.parse(leases.get(1)));

    town.soon(
        () -> town.workload(workload),
        it ->
            it.path("attempts").size() == 2
                && it.path("nodes")
                    .findValuesAsText("state")
                    .equals(List.of("provisioning", "provisioning")));
    JsonNode moved = town.workload(workload);
    assertThat(moved.path("attempts").path(0).path("outcome").asText()).isEqualTo("machine_lost");
    assertThat(moved.path("attempts").findValuesAsText("instanceType"))
        .containsExactly("first", "other");
    assertThat(ScriptedProvider.runs(LeaseId.parse(leases.get(0)))).isFalse();
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  private void end(TestAgent agent, String workload) {
    Town.cancel(workload);
    for (String lease : leaseIds(workload)) {
      town.soon(() -> action(agent, lease), "STOP"::equals);
      agent.status(lease, new Status(1, Phase.STOPPED, clock.instant(), null, "told to"));
    }
    town.become(workload, "cancelled");
  }

  private static List<JsonNode> work(TestAgent agent, int count) {
    return eventually(() -> items(agent), items -> items.size() == count);
  }

  private static List<JsonNode> items(TestAgent agent) {
    List<JsonNode> items = new ArrayList<>();
    agent.work("", 0).body().path("items").forEach(items::add);
    return items;
  }

  private static String action(TestAgent agent, String lease) {
    return items(agent).stream()
        .filter(it -> it.path("leaseId").asText().equals(lease))
        .map(it -> it.path("action").asText())
        .findFirst()
        .orElse("");
  }

  private static JsonNode environment(List<JsonNode> items, String lease) {
    return items.stream()
        .filter(it -> it.path("leaseId").asText().equals(lease))
        .findFirst()
        .orElseThrow()
        .path("run")
        .path("environment");
  }

  private List<String> provisioned(String workload, int nodes) {
    town.soon(
        () -> town.workload(workload).path("nodes").findValuesAsText("state"),
        states -> states.size() == nodes && states.stream().allMatch("provisioning"::equals));
    return leaseIds(workload);
  }

  private List<String> leaseIds(String workload) {
    return town.workload(workload).path("nodes").findValuesAsText("lease");
  }

  private String node(String workload, int node) {
    return town.workload(workload).path("nodes").path(node).path("state").asText();
  }

  private List<UUID> leases(String workload, int attempt) {
    List<UUID> leases = new ArrayList<>();
    sql.run(
            "select id from lease where workload = '%s' and attempt = %d"
                .formatted(workload, attempt))
        .forEach(row -> leases.add(row.getUUID(0)));
    return leases;
  }

  private static String text(String workload) {
    return asOwner()
        .accept("text/plain")
        .get("/api/v1/workloads/" + workload + "/logs")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }
}
