package io.tradewind.matcher.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.matcher.workload.Retry;
import io.tradewind.matcher.workload.Workload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the file says of second starts, checkpoints and idleness. */
class EndsReaderTest {
  private static final Map<String, String> HURRY =
      Map.of("max_duration", "1h", "deadline", "2027-01-01T08:00Z");

  @Test
  void aTaskWithADeadlineMayHaveASecondStartUnlessItSaysNever() {
    assertThat(read(Map.of("limits", HURRY)).mayHedge()).isTrue();
    assertThat(read(Map.of("limits", HURRY, "retry", Map.of("hedge", "never"))).mayHedge())
        .isFalse();
    assertThat(read(Map.of()).mayHedge()).isFalse();
    assertThat(read(Map.of("retry", Map.of("hedge", "always"))).mayHedge()).isTrue();
    assertThat(read(Map.of("limits", HURRY, "nodes", 2)).mayHedge()).isFalse();
  }

  @Test
  void aCheckpointSaysHowMuchIsLostWithAMachine() {
    Retry retry = read(Map.of("retry", Map.of("checkpoint", "15m"))).retry().orElseThrow();

    assertThat(retry.checkpoint()).contains(Duration.ofMinutes(15));
    assertThat(retry.hedge()).isEqualTo(Retry.Hedge.FOR_DEADLINE);
  }

  @Test
  void idleStopMayBeSpelledAsElsewhere() {
    assertThat(read(Map.of("idle_stop", "30m")).limits().idleStop())
        .contains(Duration.ofMinutes(30));
    assertThat(read(Map.of("inactivity_duration", "2h")).limits().idleStop())
        .contains(Duration.ofHours(2));
  }

  @Test
  void anIdleStopThatNobodyCouldSeeInTimeIsRefused() {
    assertThat(problem(Map.of("idle_stop", "20s"))).isEqualTo("idle_stop");
    assertThat(problem(Map.of("idle_stop", "30m", "inactivity_duration", "1h")))
        .isEqualTo("inactivity_duration");
  }

  @Test
  void whatNobodyObservesIsRefusedWithWhatIs() {
    Reading reading =
        WorkloadReader.read(
            Map.of("run", "x", "utilization_policy", Map.of("min_gpu_utilization", 10)));

    assertThat(reading.workload()).isEmpty();
    assertThat(reading.problems().get(0).advice()).contains("idle_stop");
  }

  @Test
  void aLauncherIsTheLineThatStartsTheProgramOnEveryNode() throws Exception {
    String run =
        reading(Map.of("launcher", "torchrun", "run", "train.py --epochs 3"))
            .workload()
            .orElseThrow()
            .run();

    Process shell = new ProcessBuilder("sh", "-c", "torchrun() { echo \"$@\"; }\n" + run).start();
    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "--nnodes=1 --node-rank=0 --nproc-per-node=1 --master-addr=127.0.0.1"
                + " --master-port=29500 train.py --epochs 3\n");
  }

  @Test
  void aLauncherStartsOneProgramAndIsOneOfThoseThatAreKnown() {
    assertThat(problem(Map.of("launcher", "torchrun", "run", "a\nb"))).isEqualTo("run");
    assertThat(problem(Map.of("launcher", "srun"))).isEqualTo("launcher");
  }

  private static Workload read(Map<String, Object> more) {
    return reading(more).workload().orElseThrow();
  }

  private static String problem(Map<String, Object> more) {
    return reading(more).problems().get(0).field();
  }

  private static Reading reading(Map<String, Object> more) {
    Map<String, Object> tree = new java.util.HashMap<>(more);
    tree.putIfAbsent("run", "echo");
    return WorkloadReader.read(tree);
  }
}
