package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.LeaseId;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.agent.LeaseReport.Status;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.ScriptedProvider.Act;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Workloads that lost their machine, found none, or failed, and whose owners said to go on. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class RecoveryTest {
  @Inject Town town;
  @Inject MovableClock clock;

  @Test
  void whereAllWasSoldOutItIsMatchedAgainAfterAWhile() {
    OfferId only = ScriptedProvider.offer("again", "only", "1.00", Act.fails(Fault.NO_CAPACITY));
    town.open(only);

    String workload = town.submit("again", "retry: { on: [no_capacity], for: 1h }");
    JsonNode waits = waits(workload);
    assertThat(waits.path("state").asText()).isEqualTo("provisioning");
    clock.advance(Duration.ofSeconds(6));

    JsonNode placed = attempt(workload, 2);
    assertThat(placed.path("reason").isNull()).isTrue();
    assertThat(placed.path("attempts").findValuesAsText("outcome"))
        .containsExactly("no_capacity", "provisioning");
    end(workload);
  }

  @Test
  void aMachineThatWasTakenIsReplacedAndItsPoolComesLast() {
    OfferId cheap = ScriptedProvider.offer("taken", "cheap", "1.00");
    OfferId other = ScriptedProvider.offer("taken", "other", "1.02");
    town.open(cheap, other);
    String workload = town.submit("taken", "retry: { on: [interruption], for: 1h }");

    ScriptedProvider.lose(id(town.leaseBecomes(workload, "provisioning")));

    JsonNode moved = attempt(workload, 2);
    assertThat(moved.path("attempts").findValuesAsText("instanceType"))
        .containsExactly("cheap", "other");
    assertThat(moved.path("attempts").path(0).path("outcome").asText()).isEqualTo("machine_lost");
    assertThat(ScriptedProvider.runs(id(moved.path("lease")))).isTrue();
    end(workload);
  }

  @Test
  void aReplacementIsNeverDearerThanWhatWasAgreed() {
    OfferId cheap = ScriptedProvider.offer("ceiling", "cheap", "1.00");
    OfferId other = ScriptedProvider.offer("ceiling", "other", "1.02");
    town.open(cheap, other);
    String workload = town.submit("ceiling", "retry: { on: [interruption], for: 10m }");
    JsonNode first = town.leaseBecomes(workload, "provisioning");

    ScriptedProvider.withdraw(cheap);
    ScriptedProvider.reprice(other, "1.03");
    town.refreshUntil(
        market ->
            market.market().find(cheap).isEmpty()
                && market
                        .market()
                        .find(other)
                        .orElseThrow()
                        .price()
                        .perHour()
                        .amount()
                        .doubleValue()
                    == 1.03);
    ScriptedProvider.lose(id(first));
    town.soon(
        () -> town.workload(workload).path("reason").asText(),
        it -> it.contains("1.02") && it.contains("Matched again at"));
    clock.advance(Duration.ofMinutes(11));

    JsonNode ended = town.become(workload, "unplaced");
    assertThat(ended.path("attempts")).hasSize(1);
    assertThat(ended.path("endedAt").isNull()).isFalse();
  }

  @Test
  void whatWaitsCanBeCancelledAndDoesNotComeBack() {
    OfferId only = ScriptedProvider.offer("no-more", "only", "1.00", Act.fails(Fault.NO_CAPACITY));
    town.open(only);
    String workload = town.submit("no-more", "retry: { on: [no_capacity] }");
    waits(workload);

    Town.cancel(workload);
    town.become(workload, "cancelled");
    clock.advance(Duration.ofSeconds(30));

    String next = town.submit("no-more", "");
    attempt(next, 1);
    assertThat(town.workload(workload).path("attempts")).hasSize(1);
    end(next);
  }

  @Test
  void anErrorIsTriedAgainOnlyWhereItIsNamed() {
    assertThat(failsOnce("retry: { on: [interruption] }").path("state").asText())
        .isEqualTo("failed");

    JsonNode waiting = failsOnce("retry: { on: [error], for: 1h }");
    assertThat(waiting.path("state").asText()).isEqualTo("provisioning");
    assertThat(waiting.path("reason").asText()).contains("exit code 3").contains("Matched again");
    clock.advance(Duration.ofSeconds(6));
    String workload = waiting.path("id").asText();
    JsonNode second = attempt(workload, 2);
    assertThat(second.path("exitCode").isNull()).isTrue();
    Town.cancel(workload);
  }

  private JsonNode failsOnce(String retry) {
    Town.Home home = town.settle("0.10");
    String workload = town.submit(home.seller(), retry);
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    TestAgent agent = home.agent();
    for (Phase phase : List.of(Phase.ACCEPTED, Phase.PREPARING, Phase.RUNNING)) {
      agent.status(lease, phase, clock.instant());
    }
    agent.status(lease, new Status(1, Phase.ENDED, clock.instant(), 3, null));
    return town.soon(
        () -> town.workload(workload),
        it -> it.path("state").asText().equals("failed") || isWaiting(it));
  }

  private JsonNode waits(String workload) {
    return town.soon(() -> town.workload(workload), RecoveryTest::isWaiting);
  }

  private static boolean isWaiting(JsonNode workload) {
    return workload.path("reason").asText().contains("Matched again at");
  }

  private JsonNode attempt(String workload, int attempt) {
    return town.soon(
        () -> town.workload(workload),
        it ->
            it.path("lease").path("attempt").asInt() == attempt
                && it.path("lease").path("state").asText().equals("provisioning"));
  }

  private void end(String workload) {
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  private static LeaseId id(JsonNode lease) {
    return new LeaseId(UUID.fromString(lease.path("id").asText()));
  }
}
