package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.agent.LeaseWork;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a plain process can stand for: a workload without an image, or with the machine's own. */
class PlainLauncherTest {
  @Test
  void anImageNeedsAnEngineUnlessTheMachineIsMadeOfIt() {
    PlainLauncher inside = new PlainLauncher(Optional.of("ghcr.io/acme/trainer:3"));

    assertThat(inside.refusal(run("ghcr.io/acme/trainer:3"))).isEmpty();
    assertThat(inside.refusal(run(null))).isEmpty();
    assertThat(inside.refusal(run("ghcr.io/acme/trainer:4")).orElseThrow())
        .contains("ghcr.io/acme/trainer:4", "no container engine");
    assertThat(new PlainLauncher(Optional.empty()).refusal(run("ghcr.io/acme/trainer:3")))
        .isPresent();
  }

  private static LeaseWork.Run run(@Nullable String image) {
    return new LeaseWork.Run("workload-1", "own", image, "", "train", Map.of(), 1, 96, 0);
  }
}
