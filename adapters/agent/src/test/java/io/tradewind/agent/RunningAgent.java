package io.tradewind.agent;

import io.tradewind.api.agent.LeaseWork;
import io.tradewind.testkit.agent.FakeBroker;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The real program as a process of its own, which a test can kill and start again. */
final class RunningAgent implements AutoCloseable {
  private final FakeBroker broker;
  private final Path state;
  private final Path output;
  private final Map<String, String> variables = new HashMap<>();
  private @Nullable Process process;

  RunningAgent(FakeBroker broker, Path folder) {
    this.broker = broker;
    this.state = folder.resolve("state");
    this.output = folder.resolve("agent.txt");
  }

  /** Sets a variable of its environment, from the next start on. */
  RunningAgent with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** Starts it as an owner would who allows plain processes, with a fresh token. */
  RunningAgent start(String... more) throws IOException {
    return startWithToken(broker.issueToken(), more);
  }

  RunningAgent startWithToken(String token, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--executor", "process"));
    arguments.addAll(List.of(more));
    return startQuick(token, arguments);
  }

  /** Starts it with options that name its executor. */
  RunningAgent startWithOptions(List<String> options) throws IOException {
    return startQuick(broker.issueToken(), options);
  }

  private RunningAgent startQuick(String token, List<String> more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--heartbeat-seconds", "1", "--poll-seconds", "5", "--max-backoff-seconds", "1"));
    arguments.addAll(more);
    return startBare(token, arguments);
  }

  /** Starts a program that lies in one file, as the install line would. */
  RunningAgent startProgram(Path jar, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--heartbeat-seconds", "1", "--poll-seconds", "5", "--max-backoff-seconds", "1"));
    arguments.addAll(List.of("--executor", "process", "--keep-running-on-exit"));
    arguments.addAll(List.of(more));
    return start(broker.issueToken(), List.of("-jar", jar.toString()), arguments);
  }

  RunningAgent startBare(String token, List<String> more) throws IOException {
    return start(
        token,
        List.of("-cp", System.getProperty("java.class.path"), "io.tradewind.agent.Main"),
        more);
  }

  private RunningAgent start(String token, List<String> program, List<String> more)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx48m",
                "-Xshare:auto"));
    command.addAll(program);
    command.addAll(List.of("--broker", broker.address().toString(), "--state", state.toString()));
    command.addAll(more);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    builder.environment().put(Settings.TOKEN_VARIABLE, token);
    builder.environment().put("SECRET_OF_THE_AGENT", "agents-own-secret");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    process = builder.start();
    return this;
  }

  /** As {@code kill -9}: no farewell. */
  void kill() throws InterruptedException {
    process().destroyForcibly().waitFor();
  }

  /** As {@code kill}: the agent ends in good order. Returns its exit code. */
  int terminate() throws InterruptedException {
    process().destroy();
    return exitCode();
  }

  int exitCode() throws InterruptedException {
    if (!process().waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("The agent did not end.");
    }
    return process().exitValue();
  }

  boolean isAlive() {
    return process().isAlive();
  }

  long processId() {
    return process().pid();
  }

  Path state() {
    return state;
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /** Everything that the agent has written anywhere; it may tidy up meanwhile. */
  List<Path> filesOfState() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        state,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  static LeaseWork run(String leaseId, String command) {
    return run(leaseId, command, "", Map.of(), 0, 60);
  }

  static LeaseWork run(
      String leaseId,
      String command,
      String setup,
      Map<String, String> environment,
      long maxDurationSeconds,
      long timeToLiveSeconds) {
    LeaseWork.Run run =
        new LeaseWork.Run(
            "workload-1", "sample", null, setup, command, environment, 1, 256, maxDurationSeconds);
    return new LeaseWork(leaseId, 1, LeaseWork.Action.RUN, run, timeToLiveSeconds);
  }

  static LeaseWork stop(String leaseId) {
    return new LeaseWork(leaseId, 1, LeaseWork.Action.STOP, null, 60);
  }

  static String newLease() {
    return UUID.randomUUID().toString();
  }

  /** Whether a process of the lease is on this machine, in whatever session it hides. */
  static boolean anythingRuns(String leaseId) {
    return !new Machine().marked("TRADEWIND_LEASE_MARK=" + leaseId + ".1").isEmpty();
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      kill();
    }
    try (var leases = Files.list(state.resolve("leases"))) {
      leases
          .map(lease -> lease.getFileName().toString())
          .flatMap(mark -> new Machine().marked("TRADEWIND_LEASE_MARK=" + mark).stream())
          .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    } catch (IOException e) {
      // It never had leases.
    }
  }

  private Process process() {
    if (process == null) {
      throw new AssertionError("The agent was not started.");
    }
    return process;
  }
}
