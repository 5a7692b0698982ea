package io.tradewind.matcher.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the launchers in a real shell, with programs that say how they were called. */
class LaunchersTest {
  private final Path folder;
  private final int port = freePort();

  LaunchersTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void rayIsAHeadThatRunsTheProgramWhenAllHaveJoined() throws Exception {
    program("ray", "echo ray $* >> \"$LOG\"");
    program("python3", "echo all joined >> \"$LOG\"");
    program("train", "echo train $* at $RAY_ADDRESS >> \"$LOG\"; exit 3");

    int code = node("ray", "train --epochs 3", 0).waitFor();

    assertThat(code).as("the program's").isEqualTo(3);
    assertThat(told())
        .containsExactly(
            "ray start --head --node-ip-address=127.0.0.1 --port=%d --num-gpus=2 --include-dashboard=false"
                .formatted(port),
            "all joined",
            "train --epochs 3 at 127.0.0.1:" + port,
            "ray stop");
  }

  @Test
  void raysOtherNodesJoinAndEndWellWhenTheHeadHasEnded() throws Exception {
    program("ray", "echo ray $* >> \"$LOG\"; [ \"$1\" != health-check ]");

    assertThat(node("ray", "train", 1).waitFor()).isZero();

    String head = "127.0.0.1:" + port;
    assertThat(told())
        .containsExactly(
            "ray start --address=%s --node-ip-address=127.0.0.2 --num-gpus=2".formatted(head),
            "ray health-check --address " + head,
            "ray stop");
  }

  /** As mpirun does: a daemon on each other host, by the agent that it is told of. */
  @Test
  void mpirunReachesTheOtherNodesThoughNoneLetsAnybodyIn() throws Exception {
    program(
        "mpirun",
        """
        echo "mpirun $*" >> "$LOG"
        "$OMPI_MCA_plm_rsh_agent" 127.0.0.2 "echo on node \\$NODE_RANK; exit 5" >> "$LOG"
        echo "there: $?" >> "$LOG"
        """);
    Process other = node("mpi", "train --epochs 3", 1);

    assertThat(node("mpi", "train --epochs 3", 0).waitFor()).isZero();

    assertThat(other.waitFor()).as("the first one says how it went").isZero();
    assertThat(told())
        .containsExactly(
            "mpirun -np 4 --host 127.0.0.1:2,127.0.0.2:2 train --epochs 3",
            "on node 1",
            "there: 5");
  }

  @Test
  void aNodeThatMpirunDoesNotNeedEndsWithTheFirst() throws Exception {
    program("mpirun", "sleep 1; exit 7");
    Process other = node("horovod", "train", 1);

    assertThat(node("horovod", "train", 0).waitFor()).isEqualTo(7);

    assertThat(other.waitFor()).isZero();
  }

  @Test
  void whatIsNotInstalledIsSaidAtOnce() throws Exception {
    Process node = node("ray", "train", 1);
    assertThat(node.waitFor()).isEqualTo(127);
    assertThat(new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("ray is not installed here.");
  }

  private Process node(String launcher, String program, int rank) throws IOException {
    String run =
        WorkloadReader.read(Map.of("launcher", launcher, "run", program, "nodes", 2))
            .workload()
            .orElseThrow()
            .run();
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", run).redirectErrorStream(true);
    shell.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
    shell
        .environment()
        .putAll(
            Map.of(
                "LOG",
                folder.resolve("log").toString(),
                "TMPDIR",
                folder.toString(),
                "NODE_RANK",
                Integer.toString(rank),
                "NNODES",
                "2",
                "MASTER_ADDR",
                "127.0.0.1",
                "MASTER_PORT",
                Integer.toString(port),
                "GPUS_PER_NODE",
                "2",
                "NODE_IPS",
                "127.0.0.1\n127.0.0.2"));
    return shell.start();
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void program(String name, String does) {
    Path file = folder.resolve(name);
    try {
      Files.writeString(file, "#!/bin/sh\n" + does + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private List<String> told() throws IOException {
    return Files.readAllLines(folder.resolve("log"));
  }
}
