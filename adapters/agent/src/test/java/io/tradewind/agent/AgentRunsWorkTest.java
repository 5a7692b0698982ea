package io.tradewind.agent;

import static io.tradewind.agent.RunningAgent.newLease;
import static io.tradewind.agent.RunningAgent.run;
import static io.tradewind.agent.RunningAgent.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import io.tradewind.testkit.agent.FakeBroker;
import io.tradewind.testkit.agent.FakeLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentRunsWorkTest {
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
  void aWorkloadRunsAndItsEndIsToldLast() {
    FakeLease lease = finished(run(newLease(), "echo hello; echo oops >&2; exit 3"));

    assertThat(lease.statuses())
        .extracting(LeaseReport.Status::phase)
        .containsExactly(Phase.ACCEPTED, Phase.PREPARING, Phase.RUNNING, Phase.ENDED);
    assertThat(lease.lastStatus().exitCode()).isEqualTo(3);
    assertThat(lease.text("stdout")).containsExactly("hello");
    assertThat(lease.text("stderr")).containsExactly("oops");
    assertThat(lease.wasReportedAfterItsEnd()).isFalse();
  }

  @Test
  void theInventoryIsDiscoveredAndToldOnce() {
    broker.await("two heartbeats after the inventory", () -> broker.heartbeats() > 2);

    assertThat(broker.inventory())
        .get()
        .satisfies(
            inventory -> {
              assertThat(inventory.vcpus()).isEqualTo(Runtime.getRuntime().availableProcessors());
              assertThat(inventory.memoryMib()).isGreaterThan(100);
              assertThat(inventory.diskMib()).isGreaterThan(100);
              assertThat(inventory.executors()).containsExactly("process");
            });
    assertThat(broker.calls()).filteredOn(call -> call.endsWith("/inventory")).hasSize(1);
  }

  @Test
  void meteredTimeIsFromStartToEndWithoutGap() {
    FakeLease lease = finished(run(newLease(), "sleep 6"));

    List<LeaseReport.Interval> intervals = lease.intervals();
    assertThat(intervals).hasSizeGreaterThan(1);
    assertThat(intervals.get(0).from()).isEqualTo(lease.statuses().get(2).at());
    assertThat(intervals.get(intervals.size() - 1).to()).isEqualTo(lease.lastStatus().at());
    assertThat(lease.metered()).isBetween(Duration.ofMillis(5980), Duration.ofMillis(7500));
  }

  @Test
  void processorTimeIsMeasured() {
    FakeLease lease =
        finished(run(newLease(), "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done"));

    double seconds =
        lease.intervals().stream().mapToDouble(LeaseReport.Interval::processorSeconds).sum();
    assertThat(seconds).isBetween(0.1, lease.metered().toMillis() / 1000.0 + 0.1);
  }

  @Test
  void linesComeWhileTheWorkloadRunsAndInOrder() {
    String gate = folder.resolve("gate").toString();
    String command =
        "for i in 1 2 3; do echo line $i; done; while [ ! -e %s ]; do sleep 0.05; done; echo last"
            .formatted(gate);
    FakeLease lease = broker.want(run(newLease(), command));
    broker.await("the first lines while it runs", () -> lease.lines().size() == 3);
    assertThat(lease.phase()).contains(Phase.RUNNING);

    create(gate);
    broker.await("its end", lease::isOver);

    assertThat(lease.text("stdout")).containsExactly("line 1", "line 2", "line 3", "last");
  }

  @Test
  void thousandsOfLinesArriveOnceAndInOrder() {
    FakeLease lease = finished(run(newLease(), "seq 1 20000"));

    assertThat(lease.text("stdout"))
        .isEqualTo(IntStream.rangeClosed(1, 20_000).mapToObj(Integer::toString).toList());
  }

  @Test
  void longAndBinaryLinesAreMadePlain() {
    FakeLease lease =
        finished(
            run(
                newLease(),
                "head -c 40000 /dev/zero | tr '\\0' x; echo; printf 'a\\001b\\000c\\377d\\te\\r"
                    + "\\n"
                    + "'; printf unfinished"));

    List<String> lines = lease.text("stdout");
    assertThat(lines).extracting(String::length).startsWith(16384, 16384, 40000 - 2 * 16384);
    assertThat(lines.subList(3, lines.size()))
        .containsExactly("a\ufffdb\ufffdc\ufffdd\te", "unfinished");
  }

  @Test
  void setupRunsFirstInTheSameShell() {
    FakeLease lease =
        finished(run(newLease(), "echo $PLACE; pwd", "PLACE=here; cd /", Map.of(), 0, 60));

    assertThat(lease.text("stdout")).containsExactly("here", "/");
  }

  @Test
  void aFailingSetupEndsTheWorkload() {
    FakeLease lease = finished(run(newLease(), "echo never", "false", Map.of(), 0, 60));

    assertThat(lease.lastStatus().exitCode()).isEqualTo(1);
    assertThat(lease.text("stdout")).isEmpty();
  }

  @Test
  void theEnvironmentIsTheWorkloadsAndNotTheAgents() {
    Map<String, String> environment = Map.of("GREETING", "it's $HOME \"quoted\"");
    FakeLease lease = finished(run(newLease(), "echo \"$GREETING\"; env", "", environment, 0, 60));

    assertThat(lease.text("stdout")).first().isEqualTo("it's $HOME \"quoted\"");
    assertThat(lease.text("stdout"))
        .noneMatch(line -> line.contains("agents-own-secret") || line.contains("ENROLMENT"));
  }

  @Test
  void anImpossibleVariableFailsWithItsReason() {
    FakeLease lease = finished(run(newLease(), "echo never", "", Map.of("a;b", "c"), 0, 60));

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("'a;b'");
  }

  @Test
  void anImageIsNeverRunAsAPlainProcess() {
    LeaseWork plain = run(newLease(), "echo never");
    LeaseWork.Run run = Objects.requireNonNull(plain.run());
    LeaseWork.Run withImage =
        new LeaseWork.Run(
            run.workloadId(),
            run.workloadName(),
            "ghcr.io/org/train:1",
            run.setup(),
            run.command(),
            run.environment(),
            run.vcpus(),
            run.memoryMib(),
            run.maxDurationSeconds());

    FakeLease lease =
        finished(new LeaseWork(plain.leaseId(), 1, LeaseWork.Action.RUN, withImage, 60));

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("ghcr.io/org/train:1", "no container engine");
    assertThat(lease.lines()).isEmpty();
    assertThat(lease.intervals()).isEmpty();
  }

  @Test
  void cancelAsksTheWholeGroupToEnd() {
    String leaseId = newLease();
    FakeLease lease =
        broker.want(run(leaseId, "trap 'echo bye; exit 0' TERM; echo ready; sleep 60 & wait"));
    broker.await("ready", () -> lease.text("").contains("ready"));

    broker.want(stop(leaseId));
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.STOPPED);
    assertThat(lease.text("stdout")).containsExactly("ready", "bye");
    assertThat(RunningAgent.anythingRuns(leaseId)).isFalse();
  }

  @Test
  void whoDoesNotHearIsKilledTenSecondsLaterWithAllThatHides() {
    String leaseId = newLease();
    FakeLease lease =
        broker.want(
            run(leaseId, "trap '' TERM; setsid sleep 60 & echo ready; while :; do sleep 1; done"));
    broker.await("ready", () -> lease.text("").contains("ready"));

    broker.want(stop(leaseId));
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.STOPPED);
    assertThat(lease.metered()).isGreaterThan(Duration.ofSeconds(9));
    assertThat(RunningAgent.anythingRuns(leaseId)).isFalse();
  }

  @Test
  void nothingOfAWorkloadOutlivesIt() {
    String leaseId = newLease();
    finished(run(leaseId, "sleep 60 & setsid sleep 60 & exit 0"));

    assertThat(RunningAgent.anythingRuns(leaseId)).isFalse();
  }

  @Test
  void theLongestRunIsKept() {
    FakeLease lease = finished(run(newLease(), "sleep 60", "", Map.of(), 2, 60));

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("longest time, 2 s");
    assertThat(lease.metered()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void workThatIsRepeatedRunsOnce() {
    broker.repeatWork();
    Path traces = folder.resolve("traces");
    FakeLease lease = finished(run(newLease(), "echo run >> %s; sleep 1".formatted(traces)));
    int callsAtTheEnd = broker.calls().size();
    broker.await("more of the same work", () -> broker.calls().size() > callsAtTheEnd + 20);

    assertThat(traces).hasContent("run");
    assertThat(lease.phase()).contains(Phase.ENDED);
  }

  @Test
  void aNewerGenerationStartsWhenTheOlderIsGone() {
    String leaseId = newLease();
    FakeLease lease = broker.want(run(leaseId, "echo first; sleep 60"));
    broker.await("the first", () -> lease.text("").contains("first"));

    LeaseWork.Run second = run(leaseId, "echo second").run();
    broker.want(new LeaseWork(leaseId, 2, LeaseWork.Action.RUN, second, 60));
    broker.await("the second", lease::isOver);

    assertThat(lease.text("stdout")).containsExactly("second");
    assertThat(lease.lastStatus().generation()).isEqualTo(2);
    assertThat(RunningAgent.anythingRuns(leaseId)).isFalse();
  }

  @Test
  void stoppingWhatIsNotHereIsTold() {
    FakeLease lease = finished(stop(newLease()));

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.STOPPED);
    assertThat(lease.lastStatus().reason()).contains("not here");
  }

  @Test
  void severalWorkloadsRunAtOnce() {
    List<FakeLease> leases =
        IntStream.range(0, 4)
            .mapToObj(i -> broker.want(run(newLease(), "sleep 1; echo done " + i)))
            .toList();
    broker.await("all ends", () -> leases.stream().allMatch(FakeLease::isOver));

    assertThat(leases).allMatch(lease -> lease.lines().size() == 1);
  }

  @Test
  void secretsStayOutOfTheAgentsOutputAndState() throws IOException {
    finished(
        run(newLease(), "true # hidden-command", "", Map.of("KEY", "very-secret-value"), 0, 60));
    broker.await("the lease is tidied up", this::isTidiedUp);

    assertThat(agent.output()).doesNotContain("very-secret-value", "hidden-command", "enrol-");
    for (Path file : agent.filesOfState()) {
      assertThat(file).content().doesNotContain("very-secret-value", "enrol-");
    }
    assertThat(Files.getPosixFilePermissions(agent.state().resolve("agent.key"))).hasSize(2);
  }

  private FakeLease finished(LeaseWork work) {
    FakeLease lease = broker.want(work);
    broker.await("its end", lease::isOver);
    return lease;
  }

  private boolean isTidiedUp() {
    try {
      return agent.filesOfState().stream().noneMatch(file -> file.endsWith("script.sh"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static void create(String file) {
    try {
      Files.createFile(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
