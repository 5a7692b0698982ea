package io.tradewind.server.lease;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.Bootstrap;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Region;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.ScriptedProvider.Act;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Machines that no open lease stands behind. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class OrphanSweepTest {
  private static final ProviderId ELSEWHERE = new ProviderId("elsewhere");

  @Inject Town town;
  @Inject OrphanSweep sweep;

  @Test
  void aMachineThatNobodyKnowsIsEnded() {
    LeaseId stranger = new LeaseId(UUID.randomUUID());
    ScriptedProvider.appear(stranger);

    eventually(() -> ScriptedProvider.runs(stranger), runs -> !runs);
  }

  @Test
  void aMachineThatComesUpAfterItsLeaseWasClosedIsEndedAndTheOwnerIsTold() {
    OfferId offer = ScriptedProvider.offer("late", "late", "1.00", Act.fails(Fault.NO_CAPACITY));
    town.open(offer);
    String workload = town.submit("late", "");
    JsonNode closed = town.become(workload, "unplaced");
    LeaseId lease = new LeaseId(UUID.fromString(closed.path("lease").path("id").asText()));

    ScriptedProvider.appear(lease);

    eventually(() -> ScriptedProvider.runs(lease), runs -> !runs);
    eventually(
        () -> town.get("/api/v1/workloads/" + workload + "/events"),
        events -> events.findValuesAsText("type").contains("lease.orphan_ended"));
  }

  @Test
  void theMachineOfAnOpenLeaseIsLeftAlone() throws ProviderException {
    OfferId offer = ScriptedProvider.offer("kept", "kept", "1.00");
    town.open(offer);
    String workload = town.submit("kept", "");
    LeaseId lease =
        new LeaseId(
            UUID.fromString(town.leaseBecomes(workload, "provisioning").path("id").asText()));
    Listed machines = new Listed(lease);

    for (int look = 0; look < 5; look++) {
      sweep.sweep(ELSEWHERE, machines);
    }

    assertThat(machines.stopped).isEmpty();
    assertThat(ScriptedProvider.wasStopped(lease)).isFalse();
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  @Test
  void oneLookAloneEndsNothing() throws ProviderException {
    LeaseId stranger = new LeaseId(UUID.randomUUID());
    Listed machines = new Listed(stranger);

    sweep.sweep(ELSEWHERE, machines);
    assertThat(machines.stopped).isEmpty();

    sweep.sweep(ELSEWHERE, machines);
    assertThat(machines.stopped).containsExactly(stranger);
  }

  /** Lists one machine, whatever is done to it. */
  private static final class Listed implements Provisioner {
    private final Instance machine;
    private final List<LeaseId> stopped = new ArrayList<>();

    private Listed(LeaseId lease) {
      machine =
          new Instance(
              lease,
              "m-1",
              Region.of("elsewhere", "somewhere"),
              Instance.State.RUNNING,
              Clock.systemUTC().instant());
    }

    @Override
    public Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap) {
      return machine;
    }

    @Override
    public Optional<Instance> find(LeaseId lease) {
      return Optional.of(machine);
    }

    @Override
    public List<Instance> owned() {
      return List.of(machine);
    }

    @Override
    public void stop(LeaseId lease) {
      stopped.add(lease);
    }
  }
}
