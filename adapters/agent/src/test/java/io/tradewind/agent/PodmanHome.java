package io.tradewind.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Podman with images and containers in a folder of its own, and settings that let containers start
 * as root on a machine whose limits and control groups cannot be changed as it would like.
 */
final class PodmanHome {
  static final String IMAGE = "localhost/tradewind-sample:1";

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> APPLETS =
      List.of(
          "sh", "cat", "date", "echo", "env", "grep", "head", "ls", "seq", "setsid", "sleep",
          "touch", "tr");

  private final Path folder;

  private PodmanHome(Path folder) {
    this.folder = folder;
  }

  static PodmanHome make() {
    try {
      // With a long path Podman 4.3 takes twenty seconds to start anything: sockets lie below it.
      Path folder =
          Files.createDirectory(
              Path.of(System.getProperty("java.io.tmpdir"), "p" + ProcessHandle.current().pid()));
      Files.writeString(
          folder.resolve("containers.conf"),
          """
          [containers]
          default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
          [engine]
          runtime = "runc"
          cgroup_manager = "cgroupfs"
          events_logger = "file"
          """);
      Files.writeString(
          folder.resolve("storage.conf"),
          """
          [storage]
          driver = "overlay"
          graphroot = "%1$s/s"
          runroot = "%1$s/r"
          """
              .formatted(folder));
      return new PodmanHome(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, String> variables() {
    return Map.of(
        "CONTAINERS_CONF", folder.resolve("containers.conf").toString(),
        "CONTAINERS_STORAGE_CONF", folder.resolve("storage.conf").toString());
  }

  /** Makes the image; says why there can be no containers on this machine, if there can be none. */
  Optional<String> importImage() throws IOException, InterruptedException {
    if (Programs.find("podman").isEmpty()) {
      return Optional.of("podman is not installed");
    }
    if (!Files.isExecutable(BUSYBOX)) {
      return Optional.of("busybox-static is not installed, of which the image is made");
    }
    Path bin = Files.createDirectories(folder.resolve("root/bin"));
    Files.createDirectories(folder.resolve("root/tmp"));
    Files.createDirectories(folder.resolve("root/etc"));
    Files.copy(BUSYBOX, bin.resolve("busybox"));
    for (String applet : APPLETS) {
      Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
    }
    Path archive = folder.resolve("root.tar");
    Programs.ask(
        30,
        List.of("tar", "-C", folder.resolve("root").toString(), "-cf", archive.toString(), "."));
    run("import", "--quiet", archive.toString(), IMAGE);
    String hello = run("run", "--rm", "--memory=32m", IMAGE, "/bin/echo", "hello");
    return hello.contains("hello")
        ? Optional.empty()
        : Optional.of("this machine refuses containers: " + hello);
  }

  /** What Podman says. */
  String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("podman"));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "said", "");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables());
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "no answer in a minute";
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  void remove() throws IOException, InterruptedException {
    if (Programs.find("podman").isPresent()) {
      run("rm", "--all", "--force", "--time", "0");
      run("rmi", "--all", "--force");
    }
    Programs.ask(30, List.of("rm", "-rf", folder.toString()));
  }
}
