package io.tradewind.server.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What is told of cheaper places while a workload runs. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class ProposalsTest {
  @Inject Town town;
  @Inject MovableClock clock;

  @Test
  void aMoveThatPaysIsProposedWithItsDisruptionAndNothingMoves() {
    Town.Home home = town.settle("3.60");
    String workload = town.submit("cheaper, " + home.seller(), "limits: { max_duration: 10h }");
    String lease = run(home, workload);
    assertThat(proposals(workload)).isEmpty();

    town.open(ScriptedProvider.offer("cheaper", "half", "1.80"));

    JsonNode proposal = proposals(workload).path(0);
    assertThat(proposal.path("instanceType").asText()).isEqualTo("half");
    assertThat(proposal.path("pricePerHour").path("amount").asText()).isEqualTo("1.800000000");
    assertThat(proposal.path("currentPricePerHour").path("amount").asText())
        .isEqualTo("3.600000000");
    // Ten minutes again, and three to start, at 1.80 USD an hour.
    assertThat(proposal.path("lostSeconds").asLong()).isBetween(600L, 660L);
    assertThat(proposal.path("startSeconds").asLong()).isEqualTo(180);
    assertThat(proposal.path("disruption").path("amount").asDouble()).isBetween(0.39, 0.42);
    // Half of 3.60 USD for the rest of ten hours, less that.
    assertThat(proposal.path("saving").path("amount").asDouble()).isBetween(17.2, 17.4);
    assertThat(proposal.path("breakEvenSeconds").asLong()).isBetween(780L, 845L);
    assertThat(town.workload(workload).path("attempts")).hasSize(1);
    end(home, workload, lease);
  }

  @Test
  void aMoveThatCostsMoreThanItSavesIsNotProposed() {
    Town.Home home = town.settle("3.60");
    String workload = town.submit("barely, " + home.seller(), "limits: { max_duration: 21m }");
    String lease = run(home, workload);

    town.open(ScriptedProvider.offer("barely", "less", "3.00"));

    assertThat(proposals(workload)).isEmpty();
    end(home, workload, lease);
  }

  private String run(Town.Home home, String workload) {
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    home.agent().status(lease, Phase.RUNNING, clock.instant().minusSeconds(600));
    return lease;
  }

  private JsonNode proposals(String workload) {
    return town.get("/api/v1/workloads/" + workload + "/proposals").path("items");
  }

  private void end(Town.Home home, String workload, String lease) {
    home.agent().ended(lease, 0, clock.instant());
    town.become(workload, "succeeded");
  }
}
