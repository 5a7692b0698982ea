package io.tradewind.matcher.grammar;

import java.util.Optional;

/**
 * Reads {@code launcher} with {@code run}: the line that starts a program on every node, from what
 * each node is told of itself.
 */
final class LauncherReader {
  private static final String TORCHRUN =
      "torchrun --nnodes=${NNODES:-1} --node-rank=${NODE_RANK:-0}"
          + " --nproc-per-node=$(( ${GPUS_PER_NODE:-0} > 0 ? GPUS_PER_NODE : 1 ))"
          + " --master-addr=${MASTER_ADDR:-127.0.0.1} --master-port=${MASTER_PORT:-29500} ";

  private LauncherReader() {}

  /** Shell lines; empty where there is nothing to run. */
  static String run(Tree root) {
    String run = root.text("run").orElse("");
    Optional<String> launcher = root.words("launcher");
    if (launcher.isEmpty()) {
      return run;
    }
    if (!launcher.get().equals("torchrun")) {
      root.problem(
          "launcher",
          "%s is no launcher here.".formatted(Problems.quoted(launcher.get())),
          "Use torchrun, or start it in run: from NODE_RANK, NNODES, MASTER_ADDR and NODE_IPS.");
    }
    String program = run.strip();
    if (program.isEmpty() || program.lines().count() != 1) {
      root.problem(
          "run",
          "A launcher starts one program.",
          "Write one line such as train.py --epochs 3, and the rest in setup.");
    }
    return TORCHRUN + program + "\n";
  }
}
