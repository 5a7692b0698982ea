package io.tradewind.server.workload;

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
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.ScriptedProvider.Act;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The owner's wish to end, at every state. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class CancellationTest {
  @Inject Town town;
  @Inject MovableClock clock;

  @Test
  void whileTheProviderCannotBeReachedEvenAMachineThatNobodyKnowsOfIsEnded() {
    Act[] waits =
        Collections.nCopies(100, Act.makesAndFails(Fault.UNREACHABLE)).toArray(Act[]::new);
    OfferId offer = ScriptedProvider.offer("away", "one", "1.00", waits);
    town.open(offer);
    String workload = town.submit("away", "");
    LeaseId lease = leaseOf(workload);
    eventually(() -> ScriptedProvider.runs(lease), runs -> runs);

    Town.cancel(workload);

    assertThat(town.become(workload, "cancelled").path("lease").path("closeReason").asText())
        .isEqualTo("cancelled");
    assertThat(ScriptedProvider.runs(lease)).isFalse();
  }

  @Test
  void whileItIsBeingProvisioned() {
    OfferId offer = ScriptedProvider.offer("early", "one", "1.00");
    town.open(offer);
    String workload = town.submit("early", "");
    town.leaseBecomes(workload, "provisioning");

    Town.cancel(workload);

    town.become(workload, "cancelled");
    assertThat(ScriptedProvider.wasStopped(leaseOf(workload))).isTrue();
  }

  @Test
  void whileItRunsTheAgentEndsItFirst() {
    Town.Home home = town.settle("0.01");
    TestAgent agent = home.agent();
    String workload = town.submit(home.seller(), "");
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    agent.status(lease, Phase.RUNNING, clock.instant());

    Town.cancel(workload);
    assertThat(town.workload(workload).path("state").asText()).isEqualTo("cancelling");
    eventually(
        () -> agent.work("", 0).body().path("items").path(0).path("action").asText(),
        "STOP"::equals);
    assertThat(town.workload(workload).path("lease").path("state").asText())
        .isEqualTo("reclaiming");
    agent.status(lease, new LeaseReport.Status(1, Phase.STOPPED, clock.instant(), null, "told"));

    town.become(workload, "cancelled");
    assertThat(agent.work("", 0).body().path("items")).isEmpty();
  }

  @Test
  void whatHasEndedStaysAsItEnded() {
    OfferId offer = ScriptedProvider.offer("over", "one", "1.00", Act.fails(Fault.UNEXPECTED));
    town.open(offer);
    String workload = town.submit("over", "");
    town.become(workload, "failed");

    Town.cancel(workload);

    assertThat(town.workload(workload).path("state").asText()).isEqualTo("failed");
  }

  @Test
  void twiceIsOnce() {
    OfferId offer = ScriptedProvider.offer("again", "one", "1.00");
    town.open(offer);
    String workload = town.submit("again", "");
    Town.cancel(workload);
    Town.cancel(workload);
    town.become(workload, "cancelled");

    JsonNode events = town.get("/api/v1/workloads/" + workload + "/events").path("items");

    assertThat(events.findValuesAsText("type").stream().filter("workload.cancelling"::equals))
        .hasSize(1);
  }

  @Test
  void whatNeverWasIsNotFound() {
    asOwner().post("/api/v1/workloads/" + UUID.randomUUID() + "/cancel").then().statusCode(404);
  }

  private LeaseId leaseOf(String workload) {
    return new LeaseId(UUID.fromString(town.workload(workload).path("lease").path("id").asText()));
  }
}
