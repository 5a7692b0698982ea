package io.tradewind.server.lease;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.LeaseId;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A second start beside a doubtful first one, where the deadline could be missed otherwise. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class HedgeTest {
  @Inject Town town;
  @Inject MovableClock clock;

  @Test
  void theMachineThatIsUpFirstHasTheWorkAndTheOtherIsEnded() {
    Town.Home home = town.settle("1.40");
    town.open(ScriptedProvider.offer("slow", "slow", "1.00"));
    String workload = town.submit("slow, " + home.seller(), hurry("", 12));
    String first = town.leaseBecomes(workload, "provisioning").path("id").asText();
    assertThat(attempts(workload)).hasSize(1);

    clock.advance(Duration.ofMinutes(4));
    TestAgent agent = awake(home);

    eventually(() -> outcomes(workload), List.of("hedge_lost", "provisioning")::equals);
    assertThat(ScriptedProvider.runs(LeaseId.parse(first))).isFalse();
    JsonNode raced = town.workload(workload);
    assertThat(raced.path("attempts").path(0).path("reason").asText())
        .contains("The machine of the other start was up first.")
        .contains("nothing of it is charged here");
    JsonNode item = eventually(() -> work(agent), it -> !it.isMissingNode());
    String second = item.path("leaseId").asText();
    assertThat(second).isEqualTo(raced.path("lease").path("id").asText()).isNotEqualTo(first);
    assertThat(item.path("action").asText()).isEqualTo("RUN");
    agent.status(second, Phase.RUNNING, clock.instant());
    agent.ended(second, 0, clock.instant());
    town.become(workload, "succeeded");
    assertThat(town.workload(workload).path("attempts")).hasSize(2);
  }

  @Test
  void aMachineThatIsUpInTimeHasNoOtherBesideIt() {
    Town.Home home = town.settle("0.10");
    town.open(ScriptedProvider.offer("spare", "spare", "2.00"));

    String workload = town.submit("spare, " + home.seller(), hurry("", 12));

    JsonNode item = eventually(() -> work(home.agent()), it -> !it.isMissingNode());
    assertThat(attempts(workload)).hasSize(1);
    home.agent().status(item.path("leaseId").asText(), Phase.RUNNING, clock.instant());
    home.agent().ended(item.path("leaseId").asText(), 0, clock.instant());
    town.become(workload, "succeeded");
  }

  @Test
  void aSecondStartNeverBreaksWhatTheWholeMayCost() {
    Town.Home home = town.settle("1.40");
    town.open(ScriptedProvider.offer("dear", "dear", "1.00"));
    String workload = town.submit("dear, " + home.seller(), hurry("max_cost: 0.30 USD,", 12));
    town.leaseBecomes(workload, "provisioning");

    clock.advance(Duration.ofMinutes(4));
    awake(home);
    clock.advance(Duration.ofMinutes(1));

    eventually(() -> events(workload), it -> it.size() > 0);
    assertThat(attempts(workload)).hasSize(1);
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  @Test
  void cancellingEndsBoth() {
    town.open(
        ScriptedProvider.offer("both", "one", "1.00"),
        ScriptedProvider.offer("both", "two", "1.01"));
    String workload = town.submit("both", hurry("", 12));
    town.leaseBecomes(workload, "provisioning");
    clock.advance(Duration.ofMinutes(4));
    eventually(() -> outcomes(workload), List.of("provisioning", "provisioning")::equals);

    Town.cancel(workload);

    town.become(workload, "cancelled");
    assertThat(outcomes(workload)).containsExactly("cancelled", "cancelled");
    assertThat(attempts(workload).findValuesAsText("lease"))
        .noneMatch(it -> ScriptedProvider.runs(LeaseId.parse(it)));
  }

  private TestAgent awake(Town.Home home) {
    home.agent().renew();
    home.agent().heartbeat();
    return home.agent();
  }

  /** A run of ten minutes that must be over in so many. */
  private String hurry(String more, int minutes) {
    return "limits: { %s max_duration: 10m, deadline: %s }"
        .formatted(
            more,
            clock.instant().plus(Duration.ofMinutes(minutes + 2)).truncatedTo(ChronoUnit.SECONDS));
  }

  private static JsonNode work(TestAgent agent) {
    return agent.work("", 0).body().path("items").path(0);
  }

  private JsonNode attempts(String workload) {
    return town.workload(workload).path("attempts");
  }

  private List<String> outcomes(String workload) {
    return attempts(workload).findValuesAsText("outcome");
  }

  private JsonNode events(String workload) {
    return town.get("/api/v1/workloads/" + workload + "/events").path("items");
  }
}
