package io.tradewind.agent;

import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Containers of the workload's image, by Podman or else Docker: its root is read only, it has a
 * folder of its own to write into, a network of its own, no capabilities, and its lease's limits.
 */
final class ContainerLauncher implements Launcher {
  private static final String WORKSPACE = "/workspace";
  private static final String INSIDE = "/run/tradewind/";

  /** How an engine says that it could not make the container at all. */
  private static final int NOT_MADE = 125;

  private static final int MOST_PROCESSES = 4096;

  /** Where the container's first process writes that the kernel ended another. */
  private static final String OUT_OF_MEMORY = "out-of-memory";

  private final DeviceShare devices;

  ContainerLauncher(DeviceShare devices) {
    this.devices = devices;
  }

  @Override
  public String name() {
    return "container";
  }

  @Override
  public Optional<String> obstacle() {
    return engine().isPresent()
        ? Optional.empty()
        : Optional.of("The container executor needs Podman or Docker.");
  }

  @Override
  public Optional<String> refusal(LeaseWork.Run run) {
    return run.image() == null
        ? Optional.of("The workload names no image to make a container of.")
        : Optional.empty();
  }

  @Override
  public boolean keeps(String variable) {
    return variable.startsWith("CONTAINERS_")
        || variable.startsWith("DOCKER_")
        || List.of("HOME", "XDG_RUNTIME_DIR", "REGISTRY_AUTH_FILE", "DBUS_SESSION_BUS_ADDRESS")
            .contains(variable);
  }

  @Override
  public void layOut(LeaseFolder folder, LeaseState state, LeaseWork.Run run) throws IOException {
    String image = Objects.requireNonNull(run.image());
    if (image.startsWith("-")) {
      throw new IllegalArgumentException("'%s' is no name of an image.".formatted(image));
    }
    ShellScript.write(folder, run, WORKSPACE, Map.of());
    try (InputStream inside = ContainerLauncher.class.getResourceAsStream("inside.sh")) {
      AtomicFile.write(
          folder.path().resolve("inside.sh"), Objects.requireNonNull(inside).readAllBytes());
    }
    letIn(folder);
    ShellScript.write(folder.fetch(), fetch(folder, image, run));
    ShellScript.write(
        folder.launch(),
        List.of("exec " + ShellScript.command(command(folder, state, image, run))));
    ShellScript.write(folder.end(), end(state));
  }

  @Override
  public List<String> checkpointCommand(LeaseFolder folder, LeaseState state) {
    return List.of(
        program(), "exec", "--workdir", WORKSPACE, name(state), "sh", INSIDE + "checkpoint.sh");
  }

  @Override
  public Optional<String> failure(LeaseFolder folder, int exitCode) throws IOException {
    if (folder.readNote(OUT_OF_MEMORY).filter("true"::equals).isPresent()) {
      return Optional.of("It needed more memory than the lease has, and was ended.");
    }
    return exitCode == NOT_MADE
        ? Optional.of("%s could not start the container; its log says why.".formatted(program()))
        : Optional.empty();
  }

  @Override
  public void tidy(LeaseFolder folder, LeaseState state) throws IOException {
    devices.giveBack(folder);
    if (folder.readExit().isEmpty() && Files.exists(folder.end())) {
      Programs.ask(20, List.of("sh", folder.end().toString()));
    }
  }

  /** What the registry wants to see is in a file for as long as the image is fetched. */
  private List<String> fetch(LeaseFolder folder, String image, LeaseWork.Run run)
      throws IOException {
    List<String> lines = new ArrayList<>();
    String auth = run.environment().getOrDefault(ShellScript.REGISTRY_AUTH, "");
    if (!auth.isBlank()) {
      Path registry = folder.path().resolve("registry");
      AtomicFile.createFolder(registry);
      ShellScript.write(registry.resolve("config.json"), List.of(auth));
      String path = ShellScript.quote(registry.toString());
      lines.add("export REGISTRY_AUTH_FILE=%1$s/config.json DOCKER_CONFIG=%1$s".formatted(path));
      lines.add("trap 'rm -rf %s' EXIT".formatted(path));
    }
    String quoted = ShellScript.quote(image);
    lines.add(
        "%1$s image inspect %2$s >/dev/null 2>&1 || %1$s pull --quiet %2$s"
            .formatted(program(), quoted));
    return lines;
  }

  private List<String> command(
      LeaseFolder folder, LeaseState state, String image, LeaseWork.Run run) throws IOException {
    List<String> command = new ArrayList<>(List.of(program(), "run", "--name", name(state)));
    command.addAll(List.of("--pull=never", "--entrypoint=/bin/sh", "--workdir", WORKSPACE));
    command.addAll(List.of("--read-only", "--tmpfs=/tmp:rw,exec,nosuid,nodev,mode=1777"));
    command.addAll(List.of("--cap-drop=ALL", "--security-opt=no-new-privileges"));
    command.add("--env=%s=%s".formatted(ProcessExecutor.MARK, state.mark()));
    command.addAll(limits(run));
    command.addAll(accelerators(folder, run));
    LeaseWork.Service service = run.service();
    if (service != null) {
      command.add("--publish=%1$d:%1$d".formatted(service.port()));
    }
    command.add("--volume=%s:%s:Z".formatted(folder.work(), WORKSPACE));
    Path word = folder.path().resolve(OUT_OF_MEMORY);
    command.add("--volume=%s:%s%s:Z".formatted(word, INSIDE, OUT_OF_MEMORY));
    for (String file : List.of("inside.sh", "script.sh", "checkpoint.sh")) {
      Path path = folder.path().resolve(file);
      if (Files.exists(path)) {
        command.add("--volume=%s:%s%s:ro,Z".formatted(path, INSIDE, file));
      }
    }
    command.addAll(List.of(image, INSIDE + "inside.sh"));
    return command;
  }

  private static List<String> limits(LeaseWork.Run run) {
    List<String> options = new ArrayList<>(List.of("--pids-limit=" + MOST_PROCESSES));
    if (run.memoryMib() > 0) {
      options.add("--memory=%dm".formatted(run.memoryMib()));
      options.add("--memory-swap=%dm".formatted(run.memoryMib()));
      options.add("--shm-size=%dm".formatted(Math.max(1, run.memoryMib() / 2)));
    }
    if (run.vcpus() > 0) {
      options.add("--cpus=" + run.vcpus());
    }
    return options;
  }

  private List<String> accelerators(LeaseFolder folder, LeaseWork.Run run) throws IOException {
    LeaseWork.Devices wanted = run.devices();
    if (wanted == null) {
      return List.of();
    }
    List<DeviceShare.Device> given = devices.take(folder, wanted.count());
    boolean nvidia = given.stream().allMatch(DeviceShare.Device::isNvidia);
    if (nvidia && program().equals("docker")) {
      List<String> numbers = given.stream().map(it -> Integer.toString(it.number())).toList();
      return List.of("--gpus=\"device=%s\"".formatted(String.join(",", numbers)));
    }
    if (nvidia) {
      return given.stream().map(it -> "--device=nvidia.com/gpu=" + it.number()).toList();
    }
    return given.stream()
        .flatMap(it -> it.nodes().stream())
        .distinct()
        .map(node -> "--device=/dev/" + node)
        .toList();
  }

  private static List<String> end(LeaseState state) {
    String remove = program().equals("podman") ? "rm --force --time 0" : "rm --force";
    return List.of("%s %s %s".formatted(program(), remove, name(state)));
  }

  /**
   * The folder above is the agent's alone; what is mounted may be read by any user of the image.
   */
  private static void letIn(LeaseFolder folder) throws IOException {
    for (String file : List.of("inside.sh", "script.sh", "checkpoint.sh")) {
      Path path = folder.path().resolve(file);
      if (Files.exists(path)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
      }
    }
    folder.writeNote(OUT_OF_MEMORY, "");
    Files.setPosixFilePermissions(
        folder.path().resolve(OUT_OF_MEMORY), PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setPosixFilePermissions(folder.work(), PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private static String name(LeaseState state) {
    return "tradewind-" + state.mark();
  }

  private static String program() {
    return engine().orElse("podman");
  }

  private static Optional<String> engine() {
    return List.of("podman", "docker").stream()
        .filter(engine -> Programs.find(engine).isPresent())
        .findFirst();
  }
}
