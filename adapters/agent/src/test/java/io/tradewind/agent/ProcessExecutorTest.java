package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import io.tradewind.testkit.agent.FakeLease;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plain processes: the contract as far as they claim it, with the owner's own workloads. */
class ProcessExecutorTest extends ExecutorContract {
  @Override
  List<String> options() {
    return List.of("--executor", "process");
  }

  @Override
  Set<Claim> claims() {
    return EnumSet.of(Claim.MEASURES_PROCESSORS);
  }

  /** Override because strangers' workloads are refused, which is a test below. */
  @Override
  LeaseWork work(
      String command,
      String setup,
      Map<String, String> environment,
      long maxDurationSeconds,
      int nodes,
      LeaseWork.@Nullable Devices devices) {
    LeaseWork.Run run =
        new LeaseWork.Run(
            "workload-1", "own", null, setup, command, environment, 1, 96, maxDurationSeconds);
    return new LeaseWork(RunningAgent.newLease(), 1, LeaseWork.Action.RUN, run, 60);
  }

  @Test
  void aStrangersWorkloadIsRefusedWithoutASandbox() {
    LeaseWork.Run strangers =
        Objects.requireNonNull(super.work("echo never", "", Map.of(), 0, 1, null).run());

    FakeLease lease =
        finished(new LeaseWork(RunningAgent.newLease(), 1, LeaseWork.Action.RUN, strangers, 60));

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("not the owner's own", "--executor sandbox");
    assertThat(lease.lines()).isEmpty();
  }
}
