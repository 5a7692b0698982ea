package io.tradewind.server.workload;

import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What can be previewed but not started yet is refused before anything is written. */
public final class Startable {
  /** Every node looks at all others before it begins. */
  static final int MOST_NODES = 256;

  private Startable() {}

  /**
   * @throws ProblemException 422 with every field that stands in the way
   */
  public static void check(Workload workload) {
    List<FieldProblem> problems = new ArrayList<>();
    if (workload.kind() != Workload.Kind.TASK) {
      problems.add(
          new FieldProblem(
              "kind",
              "Only tasks can be started so far; this is a %s."
                  .formatted(workload.kind().name().toLowerCase(Locale.ROOT)),
              "Preview it, or set kind: task."));
    }
    if (workload.nodes() > MOST_NODES) {
      problems.add(
          new FieldProblem(
              "nodes",
              "At most %d nodes are started together; this asks for %d."
                  .formatted(MOST_NODES, workload.nodes()),
              "Preview it, or ask for fewer nodes."));
    }
    if (workload.run().isBlank()) {
      problems.add(
          new FieldProblem(
              "run", "There is nothing to run.", "Give shell lines, such as run: python train.py"));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(422, "not_startable", problems.get(0).message(), problems);
    }
  }
}
