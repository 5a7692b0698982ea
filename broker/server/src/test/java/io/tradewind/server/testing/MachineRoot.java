package io.tradewind.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder as the root of a machine: the files of a cloud-init document lie under it, and what they
 * name is led there. {@code systemctl} and {@code shutdown} are ours; everything else is real.
 */
public final class MachineRoot {
  private static final List<String> LED_HERE =
      List.of("/opt/tradewind", "/run/tradewind", "/var/lib/tradewind-agent", "/etc/tradewind");
  private static final List<String> TOLD_BY_THE_TEST =
      List.of("/proc/uptime", "/proc/sys/kernel/random/boot_id");

  private final Path root;
  private final List<List<String>> commands = new ArrayList<>();
  private final boolean ownTime;

  private MachineRoot(Path root, boolean ownTime) {
    this.root = root;
    this.ownTime = ownTime;
  }

  /** A machine whose uptime the test writes down. */
  public static MachineRoot unpack(Path root, String userData) throws IOException {
    return unpack(new MachineRoot(root, true), userData);
  }

  /** A machine that lives in this one's time. */
  public static MachineRoot unpackInRealTime(Path root, String userData) throws IOException {
    return unpack(new MachineRoot(root, false), userData);
  }

  private static MachineRoot unpack(MachineRoot machine, String userData) throws IOException {
    if (!userData.startsWith("#cloud-config\n")) {
      throw new AssertionError("No cloud-config: " + userData.lines().findFirst());
    }
    JsonNode document = new YAMLMapper().readTree(userData);
    for (JsonNode file : document.path("write_files")) {
      machine.write(file.path("path").asText(), machine.led(file.path("content").asText()));
      machine.mode(file.path("path").asText(), file.path("permissions").asText());
    }
    for (JsonNode command : document.path("runcmd")) {
      List<String> words = new ArrayList<>();
      command.forEach(word -> words.add(word.asText()));
      machine.commands.add(words);
    }
    machine.program(
        "systemctl",
        "cat '%s' 2>/dev/null || echo unknown".formatted(machine.path("/agent.state")));
    // What is missing on this machine stays missing.
    for (String installer : List.of("apt-get", "dpkg", "dnf", "zypper")) {
      machine.program(installer, "exit 1");
    }
    machine.program("shutdown", "echo down >'%s'".formatted(machine.path("/down")));
    return machine;
  }

  /** What the document wants run, in order. */
  public List<List<String>> commands() {
    return commands;
  }

  public Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  public void write(String path, String content) throws IOException {
    Files.createDirectories(path(path).getParent());
    Files.writeString(path(path), content);
  }

  public void remove(String path) throws IOException {
    Files.deleteIfExists(path(path));
  }

  public boolean isShutDown() {
    return Files.exists(path("/down"));
  }

  /** How a program ended, and what it printed. */
  public record Outcome(int code, String text) {}

  public Outcome run(String script) throws IOException, InterruptedException {
    Process process = builder(script).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), text);
  }

  /** A script of the machine, ready to be started. */
  public ProcessBuilder builder(String script) {
    ProcessBuilder builder = new ProcessBuilder("sh", path(script).toString());
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    builder.environment().put("PATH", path("/bin") + ":" + java + ":" + System.getenv("PATH"));
    return builder;
  }

  private String led(String text) {
    String led = text.replace("/dev/console", "/dev/null");
    for (String folder : LED_HERE) {
      led = led.replace(folder, path(folder).toString());
    }
    // Nothing that a test starts asks the cloud that it may itself run in.
    led = led.replace("--ephemeral", "--ephemeral --metadata http://127.0.0.1:9");
    if (ownTime) {
      for (String file : TOLD_BY_THE_TEST) {
        led = led.replace(file, path(file).toString());
      }
    }
    return led;
  }

  private void mode(String path, String octal) throws IOException {
    StringBuilder mode = new StringBuilder();
    for (char digit : octal.substring(1).toCharArray()) {
      int bits = digit - '0';
      mode.append((bits & 4) > 0 ? 'r' : '-');
      mode.append((bits & 2) > 0 ? 'w' : '-');
      mode.append((bits & 1) > 0 ? 'x' : '-');
    }
    Files.setPosixFilePermissions(path(path), PosixFilePermissions.fromString(mode.toString()));
  }

  private void program(String name, String body) throws IOException {
    write("/bin/" + name, "#!/bin/sh\n" + body + "\n");
    mode("/bin/" + name, "0755");
  }
}
