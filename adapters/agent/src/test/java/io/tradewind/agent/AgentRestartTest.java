package io.tradewind.agent;

import static io.tradewind.agent.RunningAgent.newLease;
import static io.tradewind.agent.RunningAgent.run;
import static io.tradewind.agent.RunningAgent.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.Phase;
import io.tradewind.testkit.agent.FakeBroker;
import io.tradewind.testkit.agent.FakeLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent is killed, ended and started again while workloads run. */
class AgentRestartTest {
  private Path folder;
  private FakeBroker broker;
  private RunningAgent agent;

  @BeforeEach
  void startBoth(@TempDir Path temporary) throws IOException {
    folder = temporary;
    broker = FakeBroker.start();
    agent = new RunningAgent(broker, folder);
    agent.start();
  }

  @AfterEach
  void stopBoth() throws InterruptedException {
    agent.close();
    broker.close();
  }

  @Test
  void aKilledAgentTakesItsWorkloadUpAgain() throws Exception {
    Path gate = folder.resolve("gate");
    Path runs = folder.resolve("runs");
    FakeLease lease = broker.want(run(newLease(), countingUntil(gate, runs)));
    broker.await("some lines", () -> lease.lines().size() > 5);

    agent.kill();
    awaitGrowth(lease);
    agent.start();
    broker.await("lines of the time without agent", () -> lease.lines().size() > 60);
    Files.createFile(gate);
    broker.await("its end", lease::isOver);

    assertThat(runs).hasContent("run");
    assertThat(lease.lastStatus().exitCode()).isEqualTo(7);
    assertThat(lease.text("stdout"))
        .isEqualTo(IntStream.range(0, lease.lines().size()).mapToObj(i -> "line " + i).toList());
    assertThat(lease.intervals().get(0).from()).isEqualTo(lease.statuses().get(2).at());
    assertThat(lastIntervalOf(lease).to()).isEqualTo(lease.lastStatus().at());
    assertThat(lease.wasReportedAfterItsEnd()).isFalse();
  }

  @Test
  void anAgentThatIsKilledAgainAndAgainLosesAndDoublesNothing() throws Exception {
    Path gate = folder.resolve("gate");
    Path runs = folder.resolve("runs");
    FakeLease lease = broker.want(run(newLease(), countingUntil(gate, runs)));
    for (int i = 0; i < 5; i++) {
      int known = lease.lines().size();
      broker.await("more lines", () -> lease.lines().size() > known);
      agent.kill();
      agent.start();
    }
    Files.createFile(gate);
    broker.await("its end", lease::isOver);

    assertThat(runs).hasContent("run");
    assertThat(lease.lastStatus().exitCode()).isEqualTo(7);
    assertThat(lease.text("stdout"))
        .isEqualTo(IntStream.range(0, lease.lines().size()).mapToObj(i -> "line " + i).toList());
    assertThat(broker.enrolments()).isEqualTo(1);
  }

  @Test
  void whatEndedWhileNoAgentWasThereIsToldWhole() throws Exception {
    Path gate = folder.resolve("gate");
    Path runs = folder.resolve("runs");
    String leaseId = newLease();
    FakeLease lease = broker.want(run(leaseId, countingUntil(gate, runs)));
    broker.await("some lines", () -> lease.lines().size() > 5);

    agent.kill();
    Files.createFile(gate);
    broker.await("the workload is gone", () -> !RunningAgent.anythingRuns(leaseId));
    agent.start();
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().exitCode()).isEqualTo(7);
    assertThat(lastIntervalOf(lease).to()).isEqualTo(lease.lastStatus().at());
    assertThat(runs).hasContent("run");
  }

  @Test
  void aWorkloadThatIsGoneWithoutATraceIsLostAndNotRunAgain() throws Exception {
    Path gate = folder.resolve("gate");
    Path runs = folder.resolve("runs");
    String leaseId = newLease();
    FakeLease lease = broker.want(run(leaseId, countingUntil(gate, runs)));
    broker.await("some lines", () -> lease.lines().size() > 5);

    agent.kill();
    for (long pid : new Machine().marked("TRADEWIND_LEASE_MARK=" + leaseId + ".1")) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    broker.await("the workload is gone", () -> !RunningAgent.anythingRuns(leaseId));
    agent.start();
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).startsWith("lost");
    assertThat(runs).hasContent("run");
  }

  @Test
  void aFinishedLeaseIsRememberedOverARestart() throws Exception {
    Path runs = folder.resolve("runs");
    FakeLease lease = broker.want(run(newLease(), "echo run >> " + runs));
    broker.await("its end", lease::isOver);
    agent.kill();

    broker.repeatWork();
    agent.start();
    int calls = broker.calls().size();
    broker.await("the same work several times", () -> broker.calls().size() > calls + 20);

    assertThat(runs).hasContent("run");
  }

  @Test
  void aCancelThatCameWhileTheAgentWasGoneIsHeeded() throws Exception {
    String leaseId = newLease();
    FakeLease lease = broker.want(run(leaseId, "echo ready; sleep 60"));
    broker.await("ready", () -> lease.text("").contains("ready"));
    agent.kill();

    broker.want(stop(leaseId));
    agent.start();
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.STOPPED);
    assertThat(RunningAgent.anythingRuns(leaseId)).isFalse();
  }

  @Test
  void anAgentThatIsAskedToEndEndsItsWorkloadsAndTells() throws Exception {
    String leaseId = newLease();
    FakeLease lease = broker.want(run(leaseId, "echo ready; sleep 60"));
    broker.await("ready", () -> lease.text("").contains("ready"));

    assertThat(agent.terminate()).isEqualTo(143);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("agent was stopped");
    assertThat(lastIntervalOf(lease).to()).isEqualTo(lease.lastStatus().at());
    assertThat(RunningAgent.anythingRuns(leaseId)).isFalse();
  }

  @Test
  void anAgentThatMayLeavesWorkloadsRunning() throws Exception {
    agent.terminate();
    agent.start("--keep-running-on-exit");
    Path gate = folder.resolve("gate");
    Path runs = folder.resolve("runs");
    String leaseId = newLease();
    FakeLease lease = broker.want(run(leaseId, countingUntil(gate, runs)));
    broker.await("some lines", () -> lease.lines().size() > 5);

    assertThat(agent.terminate()).isEqualTo(143);
    assertThat(RunningAgent.anythingRuns(leaseId)).isTrue();
    agent.start("--keep-running-on-exit");
    Files.createFile(gate);
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().exitCode()).isEqualTo(7);
    assertThat(runs).hasContent("run");
  }

  @Test
  void theWorkloadEndsByItselfWhenTheAgentStaysAway() throws Exception {
    String leaseId = newLease();
    FakeLease lease = broker.want(run(leaseId, "echo ready; sleep 120", "", Map.of(), 0, 2));
    broker.await("ready", () -> lease.text("").contains("ready"));

    agent.kill();
    broker.await("the workload is gone", () -> !RunningAgent.anythingRuns(leaseId));
    agent.start();
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("no word from the broker for 2 s");
    assertThat(lease.metered()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(60));
  }

  @Test
  void twoAgentsDoNotShareAStateFolder() throws Exception {
    broker.await("the first is at work", () -> broker.heartbeats() > 0);
    RunningAgent second = new RunningAgent(broker, folder);

    second.start();

    assertThat(second.exitCode()).isEqualTo(3);
    assertThat(second.output())
        .contains("Another agent runs on the state folder", "process " + agent.processId());
    assertThat(agent.isAlive()).isTrue();
  }

  private void awaitGrowth(FakeLease lease) {
    Path stdout = agent.state().resolve("leases");
    broker.await(
        "output without an agent",
        () -> {
          try (var files = Files.walk(stdout)) {
            long bytes =
                files
                    .filter(file -> file.endsWith("stdout"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            return bytes > 600 + 10L * lease.lines().size();
          } catch (IOException e) {
            return false;
          }
        });
  }

  private static String countingUntil(Path gate, Path runs) {
    return """
    echo run >> %s
    i=0
    while [ ! -e %s ]; do echo line $i; i=$((i+1)); sleep 0.02; done
    exit 7
    """
        .formatted(runs, gate);
  }

  private static LeaseReport.Interval lastIntervalOf(FakeLease lease) {
    return lease.intervals().get(lease.intervals().size() - 1);
  }
}
