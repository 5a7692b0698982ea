package io.tradewind.server.lease;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.boot.Aboard;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Days of a broker in three replicas over a spot cloud, on a virtual clock; what must never happen
 * is looked for after every step. The replicas share the process: each has holds, steps, memory and
 * a clock of its own, and dies and comes back alone, but all of them see one market, and the agents
 * talk to one address.
 *
 * <p>{@code -Dsimulation.days=30} for the long form, {@code -Dsimulation.seed=…} for another.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(SimulationProfile.class)
class SimulationIT {
  /** What CI has the time for. */
  private static final Duration SHORT = Duration.ofHours(2);

  private static final int DAYS = Integer.getInteger("simulation.days", 0);

  @Inject Simulation simulation;

  @BeforeEach
  void needsTheAgent() {
    Aboard.needsTheAgent();
  }

  @Test
  void nothingThatMustNeverHappenHappens() {
    try {
      simulation.run(DAYS == 0 ? SHORT : Duration.ofDays(DAYS), SimulationProfile.SEED);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "Replay it with -Dsimulation.seed=%d -Dsimulation.days=%d: %s"
              .formatted(SimulationProfile.SEED, DAYS, e.getMessage()),
          e);
    }
  }
}
