package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.testkit.slurm.RealSlurm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same cluster, and all the same tests, through its REST daemon. */
class SlurmRestExecutorTest extends SlurmExecutorTest {
  @Test
  void theDaemonIsSpokenToThroughItsSocketAsWell() throws Exception {
    Path token = cluster().token("daemon");
    Slurm slurm =
        new SlurmRest(
            new SlurmRest.Options(cluster().restSocket(), Optional.of(token)),
            Optional.of("daemon"));
    Path script = Files.writeString(folder.resolve("socket.sh"), "sleep 300\n");
    SlurmSubmission wanted =
        new SlurmSubmission(
            "tradewind-socket",
            "market",
            1,
            1,
            100,
            "gpu:h100:1",
            5,
            null,
            null,
            null,
            "/dev/null",
            "/tmp");

    long job = slurm.submit(wanted, List.of(script.toString()));
    broker.await(
        "that it runs", () -> asked("squeue", "-h", "-t", "R", "-o", "%A").contains("" + job));

    assertThat(slurm.nodes()).extracting(SlurmNode::name).containsExactly("n1", "n2");
    assertThat(slurm.find("tradewind-socket")).contains(job);
    assertThat(slurm.running("market").get(0).on()).hasSize(1);
    assertThat(slurm.end(job)).isTrue();
    assertThatThrownBy(() -> slurm.submit(misplaced(wanted), List.of(script.toString())))
        .isInstanceOf(Slurm.RefusedException.class);
  }

  private static SlurmSubmission misplaced(SlurmSubmission job) {
    return new SlurmSubmission(
        job.name(),
        "no-such-partition",
        job.nodes(),
        job.cpusPerTask(),
        job.memoryMib(),
        job.gres(),
        job.minutes(),
        null,
        null,
        null,
        job.output(),
        job.folder());
  }

  @Override
  RealSlurm startCluster() throws Exception {
    return RealSlurm.startWithRest();
  }

  @Override
  Optional<String> obstacle() {
    return RealSlurm.restObstacle();
  }

  @Override
  List<String> options() {
    try {
      List<String> options = new ArrayList<>(super.options());
      options.addAll(List.of("--slurm-rest", cluster().restAddress().toString()));
      options.addAll(List.of("--slurm-token-file", cluster().token("daemon").toString()));
      return options;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
