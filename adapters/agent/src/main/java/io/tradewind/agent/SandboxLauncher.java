package io.tradewind.agent;

import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Processes that see the machine's programs and libraries, a folder of their own and nothing else
 * of it: by bubblewrap, in name spaces of their own for files, processes and messages, without
 * privileges and with no way to new ones, within limits where control groups can be made. The
 * network is the machine's.
 */
final class SandboxLauncher implements Launcher {
  private static final String WORKSPACE = "/workspace";
  private static final String SCRIPT = "/run/tradewind/script.sh";
  private static final String HOOK = "/run/tradewind/checkpoint.sh";
  private static final int NOBODY = 65_534;

  /** What programs look up in {@code /etc}, and nothing that tells of the machine's users. */
  private static final List<String> CONFIGURATION =
      List.of(
          "alternatives",
          "ca-certificates",
          "hosts",
          "ld.so.cache",
          "ld.so.conf",
          "ld.so.conf.d",
          "localtime",
          "nsswitch.conf",
          "OpenCL",
          "pki",
          "protocols",
          "resolv.conf",
          "services",
          "ssl",
          "vulkan");

  private final ControlGroups groups;
  private final DeviceShare devices;
  private final boolean isRoot;

  SandboxLauncher(ControlGroups groups, DeviceShare devices) {
    this.groups = groups;
    this.devices = devices;
    this.isRoot = "root".equals(System.getProperty("user.name"));
  }

  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public Optional<String> obstacle() {
    for (String program : List.of("bwrap", "setpriv", "nsenter")) {
      if (Programs.find(program).isEmpty()) {
        return Optional.of(
            "The sandbox executor needs %s, of the package %s."
                .formatted(program, program.equals("bwrap") ? "bubblewrap" : "util-linux"));
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> refusal(LeaseWork.Run run) {
    return run.image() == null
        ? Optional.empty()
        : Optional.of(
            "The workload wants the image %s, and a sandbox has no container engine."
                .formatted(run.image()));
  }

  @Override
  public void layOut(LeaseFolder folder, LeaseState state, LeaseWork.Run run) throws IOException {
    ShellScript.write(folder, run, WORKSPACE, Map.of());
    letIn(folder);
    List<String> lines = new ArrayList<>(groups.enter(state.mark(), run));
    // The sandbox's own processes must outlive the TERM that the workload is asked to end with.
    lines.add("trap '' TERM INT HUP");
    lines.add("exec " + ShellScript.command(command(folder, run)));
    ShellScript.write(folder.launch(), lines);
  }

  @Override
  public List<String> checkpointCommand(LeaseFolder folder, LeaseState state) throws IOException {
    long monitor = Long.parseLong(folder.readStarted().orElseThrow().split(" ")[1]);
    long inside =
        ProcessHandle.of(monitor).stream()
            .flatMap(ProcessHandle::children)
            .flatMap(ProcessHandle::children)
            .findFirst()
            .orElseThrow(() -> new IOException("The sandbox is gone."))
            .pid();
    List<String> command = new ArrayList<>(List.of("nsenter", "-t", Long.toString(inside)));
    command.addAll(List.of("-m", "-p", "-i", "-u"));
    command.addAll(isRoot ? withoutPrivileges() : List.of("-U", "--preserve-credentials"));
    command.addAll(List.of("sh", "-c", "cd " + WORKSPACE + " && exec sh " + HOOK));
    return command;
  }

  @Override
  public Optional<String> failure(LeaseFolder folder, int exitCode) {
    String mark = folder.path().getFileName().toString();
    return groups.ranOutOfMemory(mark)
        ? Optional.of("It needed more memory than the lease has, and was ended.")
        : Optional.empty();
  }

  @Override
  public void tidy(LeaseFolder folder, LeaseState state) throws IOException {
    groups.remove(state.mark());
    devices.giveBack(folder);
  }

  /** The folder above is the agent's alone; what is bound into the sandbox is for its user. */
  private void letIn(LeaseFolder folder) throws IOException {
    for (Path file : List.of(folder.script(), folder.checkpoint())) {
      if (Files.exists(file)) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      }
    }
    writeUsers(folder);
    if (isRoot) {
      Files.setAttribute(folder.work(), "unix:uid", NOBODY);
      Files.setAttribute(folder.work(), "unix:gid", NOBODY);
    }
  }

  private void writeUsers(LeaseFolder folder) throws IOException {
    String user = "workload:x:%1$d:%1$d::%2$s:/bin/sh%n".formatted(NOBODY, WORKSPACE);
    for (Map.Entry<String, String> file :
        Map.of("passwd", user, "group", "workload:x:%d:%n".formatted(NOBODY)).entrySet()) {
      Path path = folder.path().resolve(file.getKey());
      Files.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private List<String> command(LeaseFolder folder, LeaseWork.Run run) throws IOException {
    List<String> command = new ArrayList<>(List.of("bwrap", "--die-with-parent"));
    command.addAll(List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts"));
    command.addAll(List.of("--unshare-cgroup-try", "--hostname", "workload"));
    command.addAll(isRoot ? rootless() : mapped());
    command.addAll(files(folder));
    command.addAll(accelerators(folder, run));
    command.addAll(List.of("env", "--default-signal=TERM,INT,HUP"));
    command.addAll(isRoot ? withoutPrivileges() : List.of());
    String start = "cd %s; s=$(command -v bash || echo sh); exec $s %s";
    command.addAll(List.of("sh", "-c", start.formatted(WORKSPACE, SCRIPT)));
    return command;
  }

  /** Root keeps just what it takes to become nobody. */
  private static List<String> rootless() {
    List<String> options = new ArrayList<>(List.of("--cap-drop", "ALL"));
    for (String kept : List.of("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")) {
      options.addAll(List.of("--cap-add", kept));
    }
    return options;
  }

  private static List<String> mapped() {
    String user = Integer.toString(NOBODY);
    return List.of("--unshare-user", "--uid", user, "--gid", user);
  }

  private static List<String> withoutPrivileges() {
    return List.of(
        "setpriv",
        "--reuid=" + NOBODY,
        "--regid=" + NOBODY,
        "--clear-groups",
        "--no-new-privs",
        "--inh-caps=-all",
        "--bounding-set=-all");
  }

  private static List<String> files(LeaseFolder folder) throws IOException {
    List<String> options = new ArrayList<>(List.of("--ro-bind", "/usr", "/usr"));
    for (String name : List.of("bin", "sbin", "lib", "lib32", "lib64")) {
      Path path = Path.of("/", name);
      if (Files.isSymbolicLink(path)) {
        options.addAll(
            List.of("--symlink", Files.readSymbolicLink(path).toString(), path.toString()));
      } else {
        options.addAll(List.of("--ro-bind-try", path.toString(), path.toString()));
      }
    }
    // What bubblewrap makes for a mount by itself is for its maker alone.
    for (String made : List.of("/etc", "/run", "/run/tradewind", "/var")) {
      options.addAll(List.of("--dir", made));
    }
    for (String name : CONFIGURATION) {
      options.addAll(List.of("--ro-bind-try", "/etc/" + name, "/etc/" + name));
    }
    options.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/dev/shm"));
    options.addAll(List.of("--perms", "1777", "--tmpfs", "/tmp"));
    options.addAll(List.of("--perms", "1777", "--tmpfs", "/var/tmp"));
    bind(options, "--bind", folder.work(), WORKSPACE);
    bind(options, "--ro-bind", folder.script(), SCRIPT);
    bind(options, "--ro-bind-try", folder.checkpoint(), HOOK);
    bind(options, "--ro-bind", folder.path().resolve("passwd"), "/etc/passwd");
    bind(options, "--ro-bind", folder.path().resolve("group"), "/etc/group");
    return options;
  }

  private List<String> accelerators(LeaseFolder folder, LeaseWork.Run run) throws IOException {
    LeaseWork.Devices wanted = run.devices();
    if (wanted == null) {
      return List.of();
    }
    List<String> options = new ArrayList<>();
    for (DeviceShare.Device device : devices.take(folder, wanted.count())) {
      device
          .nodes()
          .forEach(
              node -> options.addAll(List.of("--dev-bind-try", "/dev/" + node, "/dev/" + node)));
    }
    // Drivers look up which bus a device is on.
    for (String folderOfDevices : List.of("/sys/bus", "/sys/class", "/sys/dev", "/sys/devices")) {
      options.addAll(List.of("--ro-bind-try", folderOfDevices, folderOfDevices));
    }
    options.addAll(List.of("--ro-bind-try", "/opt/rocm", "/opt/rocm"));
    return options;
  }

  private static void bind(List<String> options, String how, Path from, String to) {
    options.addAll(List.of(how, from.toString(), to));
  }
}
