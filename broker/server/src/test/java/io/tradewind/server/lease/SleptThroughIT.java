package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.LeaseId;
import io.tradewind.api.OfferId;
import io.tradewind.server.lease.LeaseHolds.Hold;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A broker that slept between its hold and the provider. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CrashProfile.class)
class SleptThroughIT {
  @Inject Town town;
  @Inject MovableClock clock;
  @Inject LeaseHolds holds;
  @Inject LeaseSteps steps;

  @Test
  void aMachineIsNotStartedUnderAHoldThatIsAboutToExpire() {
    OfferId offer = ScriptedProvider.offer("sleeper", "one", "1.00");
    town.open(offer);
    String workload = town.submit("sleeper", "");
    UUID lease = UUID.fromString(town.workload(workload).path("lease").path("id").asText());
    Hold hold = held(lease);

    clock.advance(LeaseHolds.HOLD.minus(Duration.ofSeconds(5)));
    steps.take(hold);
    assertThat(ScriptedProvider.made()).doesNotContain(new LeaseId(lease));

    // It was given back, so that nobody has to wait until it expires.
    steps.take(held(lease));
    assertThat(ScriptedProvider.made()).containsOnlyOnce(new LeaseId(lease));
    Town.cancel(workload);
  }

  private Hold held(UUID lease) {
    List<Hold> taken = holds.claim(100);
    return taken.stream().filter(hold -> hold.lease().equals(lease)).findFirst().orElseThrow();
  }
}
