package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.LeaseId;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How often a provider is asked to end what it does not end. Leases move when the test says so. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CrashProfile.class)
class EndingTest {
  private static final int LOOKS = 12;

  @Inject Town town;
  @Inject MovableClock clock;
  @Inject CrashingBroker broker;
  @Inject Sql sql;

  @Test
  void aProviderOutOfReachIsAskedEverLessOftenAndNeverGivenUpOn() {
    UUID lease = ending("out-of-reach");
    ScriptedProvider.failStops(new LeaseId(lease), Fault.UNEXPECTED);

    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      step(lease);
      seconds.add(Math.round(Duration.between(clock.instant(), due(lease)).toMillis() / 1e3));
    }

    assertThat(seconds).startsWith(1L, 2L, 4L, 8L, 10L).endsWith(10L).isSorted();
    ScriptedProvider.failStopsNoMore(new LeaseId(lease));
    step(lease);
    assertThat(state(lease)).isEqualTo("closed");
  }

  @Test
  void itsOwnWordOnWhenToComeBackIsKept() {
    UUID lease = ending("throttles");
    ScriptedProvider.failStops(new LeaseId(lease), Fault.THROTTLED);
    for (int i = 0; i < LOOKS; i++) {
      step(lease);
    }
    assertThat(Duration.between(clock.instant(), due(lease))).isLessThan(Duration.ofMillis(200));
    ScriptedProvider.failStopsNoMore(new LeaseId(lease));
    step(lease);
    assertThat(state(lease)).isEqualTo("closed");
  }

  /** A lease whose machine is up and which its owner has cancelled. */
  private UUID ending(String seller) {
    town.open(ScriptedProvider.offer(seller, "m", "1.00"));
    String workload = town.submit(seller, "");
    UUID lease = UUID.fromString(town.workload(workload).path("lease").path("id").asText());
    step(lease);
    assertThat(state(lease)).isEqualTo("provisioning");
    Town.cancel(workload);
    step(lease);
    assertThat(state(lease)).isEqualTo("reclaiming");
    return lease;
  }

  private void step(UUID lease) {
    Duration left = Duration.between(clock.instant(), due(lease));
    if (!left.isNegative()) {
      clock.advance(left.plusMillis(1));
    }
    broker.turn(Crashes.never());
  }

  private Instant due(UUID lease) {
    return sql.run("select due_at from lease where id = '%s'".formatted(lease))
        .iterator()
        .next()
        .getOffsetDateTime(0)
        .toInstant();
  }

  private String state(UUID lease) {
    return sql.run("select state from lease where id = '%s'".formatted(lease))
        .iterator()
        .next()
        .getString(0);
  }
}
