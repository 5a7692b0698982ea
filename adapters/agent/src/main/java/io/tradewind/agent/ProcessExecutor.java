package io.tradewind.agent;

import static java.util.stream.Collectors.joining;

import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs workloads as processes of this machine, each led by a wrapper that outlives the agent and
 * writes down how it ended. How the workload's own first process is started is the launcher's.
 */
final class ProcessExecutor implements Executor {
  static final String PROCESS = "process";
  static final String MARK = "TRADEWIND_LEASE_MARK";
  static final String SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Machine machine;
  private final Path wrapper;
  private final Launcher launcher;

  /** Puts the wrapper script into the state folder. */
  ProcessExecutor(Machine machine, Path stateFolder, Launcher launcher) throws IOException {
    this.machine = machine;
    this.launcher = launcher;
    this.wrapper = stateFolder.resolve("wrapper.sh");
    try (InputStream script = ProcessExecutor.class.getResourceAsStream("wrapper.sh")) {
      if (script == null) {
        throw new IOException("wrapper.sh is missing from the agent's jar.");
      }
      AtomicFile.write(wrapper, script.readAllBytes());
    }
  }

  @Override
  public String name() {
    return launcher.name();
  }

  @Override
  public Optional<String> obstacle() {
    if (!machine.isLinux()) {
      return Optional.of("The %s executor needs Linux with /proc.".formatted(name()));
    }
    if (Programs.find("setsid").isEmpty()) {
      return Optional.of(
          "The %s executor needs setsid, of the package util-linux.".formatted(name()));
    }
    return launcher.obstacle();
  }

  @Override
  public Optional<String> refusal(LeaseWork.Run run) {
    if (run.nodes() > 1) {
      return Optional.of(
          "The workload wants %d nodes that start together, and this is one machine."
              .formatted(run.nodes()));
    }
    return launcher.refusal(run);
  }

  @Override
  public void prepare(LeaseFolder folder, LeaseState state, LeaseWork.Run run) throws IOException {
    AtomicFile.createFolder(folder.work());
    launcher.layOut(folder, state, run);
  }

  @Override
  public void start(LeaseFolder folder, LeaseState state) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "setsid",
            "sh",
            wrapper.toString(),
            folder.path().toString(),
            Long.toString(state.maxDurationSeconds()));
    surround(builder, state);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.directory(folder.path().toFile());
    builder.start();
  }

  @Override
  public Optional<Process> startCheckpoint(LeaseFolder folder, LeaseState state)
      throws IOException {
    if (!Files.exists(folder.checkpoint())) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(launcher.checkpointCommand(folder, state));
    ProcessBuilder builder = new ProcessBuilder(command);
    surround(builder, state);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.stdout().toFile()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.stderr().toFile()));
    builder.directory(folder.work().toFile());
    return Optional.of(builder.start());
  }

  private void surround(ProcessBuilder builder, LeaseState state) {
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> !launcher.keeps(name));
    environment.put("PATH", SEARCH_PATH);
    environment.put("LANG", "C.UTF-8");
    environment.put(MARK, state.mark());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
  }

  @Override
  public Observation observe(LeaseFolder folder, LeaseState state) throws IOException {
    Optional<Observation> ended = ended(folder);
    if (ended.isPresent()) {
      return ended.get();
    }
    boolean sameBoot = state.start() != null && state.start().bootId().equals(machine.bootId());
    Optional<Observation> live = sameBoot ? live(folder, state) : Optional.empty();
    // It may have ended between the two looks.
    return live.or(() -> endedUnchecked(folder)).orElseGet(Observation.Gone::new);
  }

  @Override
  public boolean signal(LeaseFolder folder, LeaseState state, String signal) throws IOException {
    Optional<String> started = folder.readStarted();
    String targets =
        started.isPresent()
            ? "-" + started.get().split(" ")[1]
            : machine.marked(mark(state)).stream().map(String::valueOf).collect(joining(" "));
    if (targets.isEmpty()) {
      return false;
    }
    try {
      // A wrapper that is still fetching ignores TERM, and tells that its fetch was ended.
      return new ProcessBuilder("sh", "-c", "kill -" + signal + " " + targets)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void sweep(LeaseFolder folder, LeaseState state) throws IOException {
    for (long pid : machine.marked(mark(state))) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    launcher.tidy(folder, state);
  }

  @Override
  public double processorSeconds(LeaseFolder folder, LeaseState state) throws IOException {
    return machine.processorSeconds(
        Long.parseLong(folder.readStarted().orElseThrow().split(" ")[1]), mark(state));
  }

  private Optional<Observation> live(LeaseFolder folder, LeaseState state) throws IOException {
    long uptime = machine.uptimeMicros();
    Optional<String> started = folder.readStarted();
    if (started.isEmpty()) {
      boolean starting = !machine.marked(mark(state)).isEmpty();
      return starting ? Optional.of(new Observation.Starting()) : Optional.empty();
    }
    String[] fields = started.get().split(" ");
    long wrapperPid = Long.parseLong(fields[0]);
    long pid = Long.parseLong(fields[1]);
    // Once the workload is gone its wrapper still has to write down how it ended.
    boolean there =
        machine.isAlive(pid, Long.parseLong(fields[2]))
            || machine.marked(mark(state)).contains(wrapperPid);
    return there
        ? Optional.of(new Observation.Running(Machine.micros(fields[3]), uptime))
        : Optional.empty();
  }

  private Optional<Observation> ended(LeaseFolder folder) throws IOException {
    Optional<String> exit = folder.readExit();
    if (exit.isEmpty()) {
      return folder.readUnready().map(Observation.NeverRan::new);
    }
    String[] lines = exit.get().split("\n");
    String[] first = lines[0].split(" ");
    long startedAt = Machine.micros(folder.readStarted().orElseThrow().split(" ")[3]);
    int exitCode = Integer.parseInt(first[0]);
    return Optional.of(
        new Observation.Ended(
            exitCode,
            startedAt,
            Machine.micros(first[1]),
            lines.length < 3 ? 0 : childrenSeconds(lines[2]),
            exitCode == 0 ? Optional.empty() : launcher.failure(folder, exitCode)));
  }

  private Optional<Observation> endedUnchecked(LeaseFolder folder) {
    try {
      return ended(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what the shell's {@code times} prints, such as {@code 0m1.250s 0m0.030s}. */
  private static double childrenSeconds(String times) {
    double seconds = 0;
    for (String time : times.strip().split(" ")) {
      int minutes = time.indexOf('m');
      seconds +=
          60 * Double.parseDouble(time.substring(0, minutes))
              + Double.parseDouble(time.substring(minutes + 1, time.length() - 1));
    }
    return seconds;
  }

  private static String mark(LeaseState state) {
    return MARK + "=" + state.mark();
  }
}
