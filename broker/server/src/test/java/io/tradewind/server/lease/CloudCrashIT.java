package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.boot.Aboard;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LoopbackFactory;
import io.tradewind.server.testing.LoopbackProvider;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@link LeaseCrashIT} over every cloud through its adapter's real provider, fresh machines and
 * their agents included, with the troubles of {@link CloudWeather}.
 *
 * <p>{@code -Dcrash.runs=10000} for the long form; {@code -Dcrash.seed=… -Dcrash.cloud=…} replays
 * one run.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CloudCrashProfile.class)
class CloudCrashIT {
  /**
   * Of each of the eleven; a call to a cloud is a real one, and takes longer than one to a site.
   */
  private static final int RUNS = Integer.getInteger("crash.runs", 44) / 11;

  private static final long FIRST_SEED = Long.getLong("crash.seed", 1L);
  private static final boolean REPLAY = System.getProperty("crash.seed") != null;
  private static final String ONLY = System.getProperty("crash.cloud", "");

  @Inject CloudScenario scenario;

  @BeforeEach
  void needsTheAgent() {
    Aboard.needsTheAgent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws",
        "azure",
        "do",
        "gcp",
        "hyperstack",
        "lambda",
        "nebius",
        "runpod",
        "vast",
        "verda",
        "vultr"
      })
  void whereverTheBrokerDiesNothingIsLeftBehindInTheCloud(String name) {
    assumeTrue(ONLY.isEmpty() || ONLY.equals(name), "Another cloud is replayed.");
    LoopbackProvider cloud = LoopbackFactory.made(name);
    Map<String, Integer> struck = new TreeMap<>();
    int runs = REPLAY ? 1 : RUNS;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + runs; seed++) {
      scenario.play(cloud, seed).forEach(where -> struck.merge(where, 1, Integer::sum));
    }
    System.out.printf("Struck over %s in %d runs: %s%n", name, runs, struck);
    assertThat(REPLAY || !struck.isEmpty()).as("brokers died").isTrue();
  }
}
