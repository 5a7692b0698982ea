package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Runs;
import io.tradewind.api.agent.LeaseWork;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the market believes of an executor by its name is what the executor does. */
class WhatExecutorsRunTest {
  @Test
  void eachExecutorTakesJustTheWorkloadsThatItsNamePromises(@TempDir Path folder) throws Exception {
    Settings settings =
        Settings.parse(
            List.of("--broker", "https://broker.example", "--state", folder.toString()), Map.of());
    List<Executor> all = KnownExecutors.on(new Machine(), Clock.systemUTC(), folder, settings);

    assertThat(all)
        .extracting(Executor::name)
        .containsExactlyInAnyOrderElementsOf(Settings.EXECUTORS);
    for (Executor executor : all) {
      Set<Runs> runs = Runs.of(List.of(executor.name()));
      assertThat(takes(executor, "image", false))
          .as("%s runs images", executor.name())
          .isEqualTo(runs.contains(Runs.IMAGES));
      assertThat(takes(executor, null, false))
          .as("%s runs strangers' processes", executor.name())
          .isEqualTo(runs.contains(Runs.PROCESSES));
      assertThat(takes(executor, null, true))
          .as("%s runs its owner's processes", executor.name())
          .isEqualTo(runs.contains(Runs.PROCESSES) || runs.contains(Runs.OWN_PROCESSES));
    }
  }

  private static boolean takes(Executor executor, @Nullable String image, boolean own) {
    return executor
        .refusal(
            new LeaseWork.Run(
                "w", "probe", image, "", "true", Map.of(), 1, 1024, 0, 1, null, "t", own, null))
        .isEmpty();
  }
}
