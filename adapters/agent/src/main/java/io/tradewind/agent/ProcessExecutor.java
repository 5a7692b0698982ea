package io.tradewind.agent;

import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Runs workloads as plain processes of the agent's user. There is no sandbox, and limits on
 * processors and memory are not enforced: it is for the owner's own machine and the owner's own
 * workloads.
 */
final class ProcessExecutor {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String MARK = "TRADEWIND_LEASE_MARK";
  private static final String CHECKPOINT = "TRADEWIND_CHECKPOINT";
  private static final String SEARCH_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Machine machine;
  private final Path wrapper;
  private final String shell;

  /** Puts the wrapper script into the state folder. */
  ProcessExecutor(Machine machine, Path stateFolder) throws IOException {
    this.machine = machine;
    this.wrapper = stateFolder.resolve("wrapper.sh");
    this.shell = findOnPath("bash").or(() -> findOnPath("sh")).orElse("sh");
    try (InputStream script = ProcessExecutor.class.getResourceAsStream("wrapper.sh")) {
      if (script == null) {
        throw new IOException("wrapper.sh is missing from the agent's jar.");
      }
      AtomicFile.write(wrapper, script.readAllBytes());
    }
  }

  /** Why this machine cannot run processes; empty when it can. */
  Optional<String> obstacle() {
    if (!machine.isLinux()) {
      return Optional.of("The process executor needs Linux with /proc.");
    }
    return findOnPath("setsid").isPresent()
        ? Optional.empty()
        : Optional.of("The process executor needs setsid, of the package util-linux.");
  }

  /** Lays out what the process will run. Nothing runs yet, and it may be repeated. */
  void prepare(LeaseFolder folder, LeaseWork.Run run) throws IOException {
    AtomicFile.createFolder(folder.work());
    AtomicFile.write(folder.script(), script(folder, run));
    String checkpoint = run.environment().getOrDefault(CHECKPOINT, "");
    if (!checkpoint.isBlank()) {
      List<String> lines = exports(folder, run);
      lines.add(checkpoint);
      AtomicFile.write(folder.checkpoint(), text(lines));
    }
  }

  /**
   * Starts the prepared process. Called once for a lease and generation, after its start mark is
   * safe on disk.
   */
  void start(LeaseFolder folder, LeaseState state) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "setsid",
            "sh",
            wrapper.toString(),
            folder.path().toString(),
            shell,
            Long.toString(state.maxDurationSeconds()));
    surround(builder, state);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.directory(folder.path().toFile());
    builder.start();
  }

  /**
   * Starts what the workload wants run when its machine is taken back: shell lines in the variable
   * {@code TRADEWIND_CHECKPOINT} of its environment. Its output is the workload's.
   */
  Optional<Process> startCheckpoint(LeaseFolder folder, LeaseState state) throws IOException {
    if (!Files.exists(folder.checkpoint())) {
      return Optional.empty();
    }
    ProcessBuilder builder = new ProcessBuilder("setsid", shell, folder.checkpoint().toString());
    surround(builder, state);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.stdout().toFile()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.stderr().toFile()));
    builder.directory(folder.work().toFile());
    return Optional.of(builder.start());
  }

  private static void surround(ProcessBuilder builder, LeaseState state) {
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", SEARCH_PATH);
    environment.put("LANG", "C.UTF-8");
    environment.put(MARK, mark(state));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
  }

  /** How the process of a started lease is now. */
  Observation observe(LeaseFolder folder, LeaseState state) throws IOException {
    Optional<Observation> ended = ended(folder);
    if (ended.isPresent()) {
      return ended.get();
    }
    boolean sameBoot = state.start() != null && state.start().bootId().equals(machine.bootId());
    Optional<Observation> live = sameBoot ? live(folder, state) : Optional.empty();
    // It may have ended between the two looks.
    return live.or(() -> endedUnchecked(folder)).orElseGet(Observation.Gone::new);
  }

  /**
   * Sends a signal, {@code TERM} or {@code KILL}, to the workload's process group; false when there
   * is none to hear it.
   */
  boolean signal(Observation.Running running, String signal) throws IOException {
    try {
      return new ProcessBuilder("sh", "-c", "kill -" + signal + " -" + running.pid())
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

  /** Ends whatever has left the process group but still belongs to the lease. */
  void sweep(LeaseState state) {
    for (long pid : machine.marked(MARK + "=" + mark(state))) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  double processorSeconds(Observation.Running running) {
    return machine.processorSeconds(running.pid());
  }

  private Optional<Observation> live(LeaseFolder folder, LeaseState state) throws IOException {
    Optional<String> started = folder.readStarted();
    if (started.isEmpty()) {
      boolean starting = !machine.marked(MARK + "=" + mark(state)).isEmpty();
      return starting ? Optional.of(new Observation.Starting()) : Optional.empty();
    }
    String[] fields = started.get().split(" ");
    long wrapperPid = Long.parseLong(fields[0]);
    long pid = Long.parseLong(fields[1]);
    // Once the workload is gone its wrapper still has to write down how it ended.
    boolean there =
        machine.isAlive(pid, Long.parseLong(fields[2]))
            || machine.marked(MARK + "=" + mark(state)).contains(wrapperPid);
    return there
        ? Optional.of(new Observation.Running(pid, Machine.micros(fields[3])))
        : Optional.empty();
  }

  private static Optional<Observation> ended(LeaseFolder folder) throws IOException {
    Optional<String> exit = folder.readExit();
    if (exit.isEmpty()) {
      return Optional.empty();
    }
    String[] lines = exit.get().split("\n");
    String[] first = lines[0].split(" ");
    long startedAt = Machine.micros(folder.readStarted().orElseThrow().split(" ")[3]);
    return Optional.of(
        new Observation.Ended(
            Integer.parseInt(first[0]),
            startedAt,
            Machine.micros(first[1]),
            lines.length < 3 ? 0 : childrenSeconds(lines[2])));
  }

  private static Optional<Observation> endedUnchecked(LeaseFolder folder) {
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

  private static byte[] script(LeaseFolder folder, LeaseWork.Run run) {
    List<String> lines = exports(folder, run);
    if (!run.setup().isBlank()) {
      lines.addAll(List.of("set -e", run.setup(), "set +e"));
    }
    lines.add(run.command());
    return text(lines);
  }

  private static List<String> exports(LeaseFolder folder, LeaseWork.Run run) {
    Map<String, String> environment = new TreeMap<>(run.environment());
    environment.putIfAbsent("HOME", folder.work().toString());
    environment.put("TRADEWIND_WORKLOAD_ID", run.workloadId());
    environment.put("TRADEWIND_WORKLOAD_NAME", run.workloadName());
    List<String> lines = new ArrayList<>();
    environment.forEach((name, value) -> lines.add(export(name, value)));
    return lines;
  }

  private static byte[] text(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String export(String name, String value) {
    if (!VARIABLE.matcher(name).matches() || name.equals(MARK) || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "The environment variable '%s' cannot be set; names are letters, digits and '_'."
              .formatted(name));
    }
    return "export %s='%s'".formatted(name, value.replace("'", "'\\''"));
  }

  private static String mark(LeaseState state) {
    return state.leaseId() + "." + state.generation();
  }

  private static Optional<String> findOnPath(String program) {
    for (String folder : SEARCH_PATH.split(":")) {
      Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate.toString());
      }
    }
    return Optional.empty();
  }
}
