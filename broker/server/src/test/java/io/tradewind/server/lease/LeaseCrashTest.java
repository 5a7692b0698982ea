package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The broker dies, or sleeps through its hold, at every point of a lease's life, over providers
 * that fail, users who cancel and machines that vanish. In the end nothing runs, nothing is open,
 * and no second of use is lost or counted twice.
 *
 * <p>{@code -Dcrash.runs=10000} for the long form; {@code -Dcrash.seed=…} replays one run.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CrashProfile.class)
class LeaseCrashTest {
  private static final int RUNS = Integer.getInteger("crash.runs", 80);
  private static final long FIRST_SEED = Long.getLong("crash.seed", 1L);
  private static final boolean REPLAY = System.getProperty("crash.seed") != null;

  @Inject CrashScenario scenario;

  @Test
  void whereverTheBrokerDiesNothingIsLeftBehind() {
    Map<String, Integer> struck = new TreeMap<>();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + (REPLAY ? 1 : RUNS); seed++) {
      scenario.play(seed).forEach(where -> struck.merge(where, 1, Integer::sum));
    }
    System.out.printf("Struck in %d runs: %s%n", REPLAY ? 1 : RUNS, struck);
    assertThat(REPLAY || struck.size() >= 11)
        .as("every kind of point was struck at least once: %s", struck)
        .isTrue();
  }
}
