package io.tradewind.matcher.grammar;

import io.tradewind.api.LauncherScripts;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Reads {@code launcher} with {@code run}: the lines that start a program on every node, from what
 * each node is told of itself. What the lines need (torchrun, ray, mpirun with python3) is in the
 * workload's own image.
 */
final class LauncherReader {
  private static final String TORCHRUN =
      "torchrun --nnodes=${NNODES:-1} --node-rank=${NODE_RANK:-0}"
          + " --nproc-per-node=$(( ${GPUS_PER_NODE:-0} > 0 ? GPUS_PER_NODE : 1 ))"
          + " --master-addr=${MASTER_ADDR:-127.0.0.1} --master-port=${MASTER_PORT:-29500} ";

  private static final String MPIRUN =
      "mpirun -np $(( ${NNODES:-1} * TW_SLOTS )) --host \"$TW_HOSTS\" ";

  /** Horovod is begun by mpirun as well: its own launcher would need a way in to every node. */
  private static final Map<String, UnaryOperator<String>> LAUNCHERS =
      new TreeMap<>(
          Map.of(
              "torchrun", TORCHRUN::concat,
              "ray", LauncherScripts.ray()::concat,
              "mpi", (LauncherScripts.mpi() + MPIRUN)::concat,
              "horovod", (LauncherScripts.mpi() + MPIRUN)::concat));

  private LauncherReader() {}

  /** Shell lines; empty where there is nothing to run. */
  static String run(Tree root) {
    String run = root.text("run").orElse("");
    if (!root.has("launcher")) {
      return run;
    }
    UnaryOperator<String> launcher = root.choice("launcher", LAUNCHERS).orElse(TORCHRUN::concat);
    String program = run.strip();
    if (program.isEmpty() || program.lines().count() != 1) {
      root.problem(
          "run",
          "A launcher starts one program.",
          "Write one line such as train.py --epochs 3, and the rest in setup.");
    }
    return launcher.apply(program) + "\n";
  }
}
