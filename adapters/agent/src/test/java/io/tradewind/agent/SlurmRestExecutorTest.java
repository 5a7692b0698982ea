package io.tradewind.agent;

import io.tradewind.testkit.slurm.RealSlurm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same cluster, and all the same tests, through its REST daemon. */
class SlurmRestExecutorTest extends SlurmExecutorTest {
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
