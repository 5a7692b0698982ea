package io.tradewind.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradewind.api.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the script in a container of this machine's own programs, by bubblewrap. */
@Timeout(60)
class BootScriptTest {
  private static final String BUBBLEWRAP = "/usr/bin/bwrap";

  /** As the broker writes it: a switch that waits for the agent's end, an agent that falls once. */
  private static final String DOCUMENT =
      """
      #cloud-config
      # A machine for a lease and no longer.
      write_files:
        - path: /opt/tradewind/token
          permissions: '0600'
          content: |
            one-time
        - path: /opt/tradewind/watch.sh
          permissions: '0755'
          content: |
            #!/bin/sh
            state=$(systemctl is-active tradewind-agent.service)

            echo "watched: $state"
            [ "$state" = active ] || shutdown -h now || systemctl poweroff --force
        - path: /opt/tradewind/agent.sh
          permissions: '0755'
          content: |
            #!/bin/sh
            echo "agent with $(cat /opt/tradewind/token)"
            sleep 2
            [ ! -e /opt/again ] || exit 143
            touch /opt/again
            exit 1
        - path: /etc/systemd/system/tradewind-watch.service
          permissions: '0644'
          content: |
            [Service]
            Type=oneshot
            ExecStart=/bin/sh /opt/tradewind/watch.sh
        - path: /etc/systemd/system/tradewind-watch.timer
          permissions: '0644'
          content: |
            [Timer]
            OnActiveSec=1
            OnUnitInactiveSec=1
        - path: /etc/systemd/system/tradewind-agent.service
          permissions: '0644'
          content: |
            [Service]
            ExecStart=/bin/sh /opt/tradewind/agent.sh
            RestartSec=1
            RestartPreventExitStatus=2 3 4
            SuccessExitStatus=143
      runcmd:
        - [systemctl, daemon-reload]
        - [systemctl, enable, --now, tradewind-watch.timer]
        - [systemctl, enable, --now, --no-block, tradewind-agent.service]
      """;

  @Test
  void insideAContainerTheAgentIsWatchedAndItsEndIsTheContainers() throws Exception {
    List<String> told =
        run(BootScript.inside(new Secret(DOCUMENT), "echo \"ended by $*\""), "ended by -h now");
    assertThat(told)
        .filteredOn(line -> line.startsWith("agent"))
        .as("it fell once, and was started again")
        .containsExactly("agent with one-time", "agent with one-time");
    assertThat(told).contains("watched: active", "watched: inactive");
  }

  @Test
  void whatCannotBeEndedIsTriedAgain() throws Exception {
    String fails =
        "echo refused; [ -e /opt/once ] || { touch /opt/once; exit 1; }; echo given back";
    List<String> told = run(BootScript.inside(new Secret(DOCUMENT), fails), "given back");
    assertThat(told).filteredOn("refused"::equals).hasSize(2);
  }

  @Test
  void theDocumentIsNowhereToBeRead() {
    assertThat(BootScript.of(new Secret(DOCUMENT)).reveal()).doesNotContain("one-time", "0600'");
  }

  /** What it told until it told the last line. */
  private static List<String> run(Secret script, String last) throws IOException {
    assumeTrue(Files.isExecutable(Path.of(BUBBLEWRAP)), "there is no bubblewrap here");
    Process container = container(script);
    List<String> told = new ArrayList<>();
    try (BufferedReader lines = container.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        told.add(line);
        if (line.equals(last)) {
          return told;
        }
      }
    } finally {
      container.destroyForcibly();
    }
    throw new AssertionError("It ended without '%s': %s".formatted(last, told));
  }

  private static Process container(Secret script) throws IOException {
    List<String> command = new ArrayList<>(List.of(BUBBLEWRAP, "--unshare-pid"));
    command.addAll(List.of("--die-with-parent", "--ro-bind", "/usr", "/usr"));
    for (String folder : List.of("bin", "sbin", "lib", "lib64")) {
      command.addAll(List.of("--symlink", "usr/" + folder, "/" + folder));
    }
    for (String folder : List.of("/opt", "/run", "/etc", "/tmp")) {
      command.addAll(List.of("--tmpfs", folder));
    }
    command.addAll(List.of("--ro-bind-try", "/etc/alternatives", "/etc/alternatives"));
    command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "sh", "-c", script.reveal()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
