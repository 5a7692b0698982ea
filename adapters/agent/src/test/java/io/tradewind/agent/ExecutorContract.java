package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import io.tradewind.testkit.agent.FakeBroker;
import io.tradewind.testkit.agent.FakeLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every executor must do. The real agent runs with it beside a broker that takes reports by
 * the protocol's rules alone; workloads are a stranger's. An executor adds a class that says how
 * the agent is started with it, and what it cannot do.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExecutorContract {
  /** What an executor may leave out. */
  enum Claim {
    /** A stranger's workload sees no file of the machine that it was not given. */
    HIDES_FILES,
    /** It sees no process but its own. */
    HIDES_PROCESSES,
    /** What needs more memory than its lease has is ended, and that is the reason told. */
    LIMITS_MEMORY,
    /** Processor time is measured. */
    MEASURES_PROCESSORS
  }

  static final int MEMORY_MIB = 96;

  Path folder;
  FakeBroker broker;
  RunningAgent agent;

  /** Options of the agent, {@code --executor} first. */
  abstract List<String> options();

  /** Why it cannot be tried on this machine; empty when it can. */
  Optional<String> obstacle() throws Exception {
    return Optional.empty();
  }

  Set<Claim> claims() {
    return EnumSet.allOf(Claim.class);
  }

  /** The image that workloads are started with, if any. */
  @Nullable String image() {
    return null;
  }

  /** Whether anything of a lease is left where the executor runs it. */
  boolean anythingIsLeft(String leaseId) throws Exception {
    return RunningAgent.anythingRuns(leaseId);
  }

  /** How inexact the start and the end may be, both together. */
  Duration slack() {
    return Duration.ofMillis(1500);
  }

  /** How much less than what passed may be metered. */
  Duration exactness() {
    return Duration.ofMillis(20);
  }

  @BeforeAll
  void startBoth(@TempDir Path temporary) throws Exception {
    Optional<String> obstacle = obstacle();
    assumeTrue(obstacle.isEmpty(), () -> "not tried: " + obstacle.orElseThrow());
    folder = temporary;
    broker = FakeBroker.start();
    agent = new RunningAgent(broker, folder);
    startAgent();
  }

  @AfterAll
  void stopBoth() throws Exception {
    if (agent != null) {
      agent.close();
      broker.close();
    }
  }

  @Test
  void aWorkloadRunsAndItsExitCodeIsToldLast() {
    FakeLease lease = finished(stranger("echo hello; echo oops >&2; exit 3"));

    assertThat(lease.statuses())
        .extracting(LeaseReport.Status::phase)
        .containsExactly(Phase.ACCEPTED, Phase.PREPARING, Phase.RUNNING, Phase.ENDED);
    assertThat(lease.lastStatus().exitCode()).as(lease.text("").toString()).isEqualTo(3);
    assertThat(lease.text("")).contains("hello", "oops");
    assertThat(lease.wasReportedAfterItsEnd()).isFalse();
  }

  @Test
  void manyLinesArriveOnceAndInOrder() {
    FakeLease lease = finished(stranger("seq 1 3000"));

    assertThat(lease.text("stdout"))
        .isEqualTo(IntStream.rangeClosed(1, 3000).mapToObj(Integer::toString).toList());
  }

  @Test
  void setupAndEnvironmentReachTheWorkload() {
    Map<String, String> environment = Map.of("GREETING", "it's $HOME \"quoted\"\nand on");
    FakeLease lease =
        finished(stranger("echo \"$GREETING $PLACE\"; env", "PLACE=here", environment, 0));

    assertThat(lease.text("stdout")).startsWith("it's $HOME \"quoted\"", "and on here");
    assertThat(lease.text("")).noneMatch(line -> line.contains("agents-own-secret"));
  }

  @Test
  void cancelIsGraceful() throws Exception {
    String leaseId =
        running("trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.1; done");
    FakeLease lease = broker.want(RunningAgent.stop(leaseId));
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.STOPPED);
    assertThat(lease.text("stdout")).containsSubsequence("ready", "bye");
    awaitNothingLeft(leaseId);
  }

  @Test
  void whoDoesNotHearCancelIsEnded() throws Exception {
    String leaseId = running("trap '' TERM; echo ready; while :; do sleep 0.1; done");
    FakeLease lease = broker.want(RunningAgent.stop(leaseId));
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.STOPPED);
    assertThat(lease.metered())
        .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(20).plus(slack()));
    awaitNothingLeft(leaseId);
  }

  @Test
  void aNewAgentFindsTheRunAgain() throws Exception {
    FakeLease lease =
        broker.want(
            stranger(
                "i=0; while [ $i -lt 60 ]; do echo line $i; i=$((i+1)); sleep 0.1; done; exit 7"));
    broker.await("some lines", () -> lease.lines().size() > 3 || lease.isOver());

    agent.kill();
    startAgent();
    broker.await("its end", lease::isOver);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.ENDED);
    assertThat(lease.lastStatus().exitCode()).isEqualTo(7);
    assertThat(lease.text("stdout"))
        .isEqualTo(IntStream.range(0, 60).mapToObj(i -> "line " + i).toList());
    assertBooksAreWhole(lease);
  }

  @Test
  void theTimeIsThatOfTheWorkload() {
    FakeLease lease = finished(stranger("sleep 7"));

    assertBooksAreWhole(lease);
    assertThat(lease.metered())
        .isBetween(Duration.ofSeconds(7).minus(exactness()), Duration.ofSeconds(7).plus(slack()));
  }

  @Test
  void processorTimeIsMeasured() {
    assumeClaim(Claim.MEASURES_PROCESSORS);
    FakeLease lease =
        finished(
            stranger(
                "end=$(($(date +%s)+7)); while [ $(date +%s) -lt $end ]; do"
                    + " i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; done"));

    double seconds =
        lease.intervals().stream().mapToDouble(LeaseReport.Interval::processorSeconds).sum();
    assertThat(seconds).isBetween(0.2, lease.metered().toMillis() / 1000.0 * 2);
  }

  @Test
  void theLongestRunIsKept() throws Exception {
    LeaseWork work = stranger("sleep 60", "", Map.of(), 2);
    FakeLease lease = finished(work);

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("longest time, 2 s");
    awaitNothingLeft(work.leaseId());
  }

  @Test
  void whatNeedsMoreMemoryThanItsLeaseIsEnded() {
    assumeClaim(Claim.LIMITS_MEMORY);
    FakeLease lease =
        finished(stranger("x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo ${#x}; exit 9"));

    assertThat(lease.lastStatus().phase()).isEqualTo(Phase.FAILED);
    assertThat(lease.lastStatus().reason()).contains("more memory than the lease has");
    assertThat(lease.text("stdout")).isEmpty();
  }

  @Test
  void nothingOfAWorkloadOutlivesIt() throws Exception {
    LeaseWork work = stranger("sleep 300 & (setsid sleep 300 &) ; exit 0");
    finished(work);

    awaitNothingLeft(work.leaseId());
  }

  @Test
  void secretsAreInNoCommandLineAndNoLog() throws Exception {
    LeaseWork work = stranger("echo ready; sleep 2", "", Map.of("KEY", "very-secret-value"), 0);
    FakeLease lease = broker.want(work);
    broker.await("ready", () -> lease.text("").contains("ready") || lease.isOver());

    assertThat(commandLines()).noneMatch(line -> line.contains("very-secret-value"));
    assertThat(environments()).noneMatch(line -> line.contains("very-secret-value"));
    broker.await("its end", lease::isOver);
    broker.await("the lease is tidied up", () -> isTidiedUp(work.leaseId()));
    assertThat(agent.output()).doesNotContain("very-secret-value");
    for (Path file : agent.filesOfState().stream().filter(Files::exists).toList()) {
      assertThat(file).content(StandardCharsets.ISO_8859_1).doesNotContain("very-secret-value");
    }
  }

  @Test
  void aStrangerSeesNoFileOfTheMachine() throws IOException {
    assumeClaim(Claim.HIDES_FILES);
    Path file = Files.writeString(folder.resolve("private"), "of the host");

    FakeLease lease =
        finished(
            stranger(
                "cat %s /etc/shadow; ls -A /root /home /var/lib; echo x >/usr/x; echo $?; touch x && echo mine"
                    .formatted(file)));

    assertThat(lease.text("stdout")).noneMatch(line -> line.contains("of the host"));
    assertThat(lease.text("stdout")).endsWith("mine").noneMatch("0"::equals);
    assertThat(lease.text("stdout")).noneMatch(line -> line.startsWith("root:"));
  }

  @Test
  void aStrangerSeesNoProcessOfTheMachine() {
    assumeClaim(Claim.HIDES_PROCESSES);
    FakeLease lease =
        finished(
            stranger(
                "for p in /proc/[0-9]*; do tr '\\0' ' ' <$p/cmdline; echo; done;"
                    + " grep NoNewPrivs /proc/self/status; grep CapEff /proc/self/status"));

    assertThat(lease.text("stdout"))
        .noneMatch(line -> line.contains("java"))
        .anyMatch(line -> line.matches("NoNewPrivs:\\s*1"))
        .anyMatch(line -> line.matches("CapEff:\\s*0+"));
  }

  void startAgent() throws Exception {
    agent.startWithOptions(options());
  }

  LeaseWork stranger(String command) {
    return stranger(command, "", Map.of(), 0);
  }

  LeaseWork stranger(
      String command, String setup, Map<String, String> environment, long maxDurationSeconds) {
    return work(command, setup, environment, maxDurationSeconds, 1, null);
  }

  LeaseWork work(
      String command,
      String setup,
      Map<String, String> environment,
      long maxDurationSeconds,
      int nodes,
      LeaseWork.@Nullable Devices devices) {
    LeaseWork.Run run =
        new LeaseWork.Run(
            "workload-1",
            "sample",
            image(),
            setup,
            command,
            environment,
            1,
            MEMORY_MIB,
            maxDurationSeconds,
            nodes,
            devices,
            "tenant-1",
            false,
            null);
    return new LeaseWork(RunningAgent.newLease(), 1, LeaseWork.Action.RUN, run, 60);
  }

  FakeLease finished(LeaseWork work) {
    FakeLease lease = broker.want(work);
    broker.await("its end", lease::isOver);
    return lease;
  }

  /** Starts what says that it is ready; returns its lease. */
  String running(String command) {
    LeaseWork work = stranger(command);
    FakeLease lease = broker.want(work);
    broker.await("ready", () -> lease.text("").contains("ready") || lease.isOver());
    assertThat(lease.text("")).contains("ready");
    return work.leaseId();
  }

  void awaitNothingLeft(String leaseId) {
    broker.await(
        "nothing is left of it",
        () -> {
          try {
            return !anythingIsLeft(leaseId);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  void assumeClaim(Claim claim) {
    assumeTrue(claims().contains(claim), () -> "the executor does not claim " + claim);
  }

  static void assertBooksAreWhole(FakeLease lease) {
    List<LeaseReport.Interval> intervals = lease.intervals();
    assertThat(intervals.get(0).from()).isEqualTo(lease.statuses().get(2).at());
    for (int i = 1; i < intervals.size(); i++) {
      assertThat(intervals.get(i).from()).isEqualTo(intervals.get(i - 1).to());
    }
    assertThat(intervals.get(intervals.size() - 1).to()).isEqualTo(lease.lastStatus().at());
  }

  private boolean isTidiedUp(String leaseId) {
    try {
      return agent.filesOfState().stream()
          .filter(file -> file.toString().contains(leaseId))
          .allMatch(file -> file.endsWith("lease.json") || file.endsWith("delivered.json"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static List<String> commandLines() throws IOException {
    return processes("cmdline");
  }

  /** Of all processes but the workload's own shells, which must have it. */
  private static List<String> environments() throws IOException {
    return processes("environ").stream()
        .filter(text -> !text.contains("TRADEWIND_WORKLOAD_ID="))
        .toList();
  }

  private static List<String> processes(String file) throws IOException {
    List<String> texts = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        try {
          texts.add(Files.readString(process.resolve(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
          // It has ended meanwhile.
        }
      }
    }
    return texts;
  }
}
