package io.tradewind.server.workload;

import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be previewed but not started yet is refused before anything is written. */
public final class Startable {
  /** Every node looks at all others before it begins. */
  static final int MOST_NODES = 256;

  /** All of them are looked at together. */
  static final int MOST_REPLICAS = 100;

  private Startable() {}

  /**
   * @throws ProblemException 422 with every field that stands in the way
   */
  public static void check(Workload workload) {
    List<FieldProblem> problems = new ArrayList<>();
    switch (workload.kind()) {
      case TASK -> {}
      case SERVICE -> checkService(workload, problems);
      case WORKSPACE ->
          problems.add(
              new FieldProblem(
                  "kind",
                  "Workspaces cannot be started so far.",
                  "Preview it, or set kind: task or service."));
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

  /** What a batch plans has an end. */
  public static void checkTask(Workload workload) {
    check(workload);
    if (workload.kind() != Workload.Kind.TASK) {
      FieldProblem problem =
          new FieldProblem("kind", "A batch is of tasks.", "Submit the service by itself.");
      throw new ProblemException(422, "not_startable", problem.message(), List.of(problem));
    }
  }

  /** Limits are of one workload, and a service is many: they would hold for none of them. */
  private static void checkService(Workload workload, List<FieldProblem> problems) {
    Limits limits = workload.limits();
    Map<String, Boolean> said = new LinkedHashMap<>();
    said.put("max_cost", limits.maxCost().isPresent());
    said.put("max_carbon", limits.maxCarbon().isPresent());
    said.put("max_duration", limits.maxDuration().isPresent());
    said.put("deadline", limits.deadline().isPresent());
    said.put("idle_stop", limits.idleStop().isPresent());
    said.forEach(
        (name, isSaid) -> {
          if (isSaid) {
            problems.add(
                new FieldProblem(
                    "limits." + name,
                    "A service runs until it is cancelled.",
                    "Leave it out. limits.max_price_hour holds for each replica, and a budget for all."));
          }
        });
    if (workload.service().filter(it -> it.maximumReplicas() > MOST_REPLICAS).isPresent()) {
      problems.add(
          new FieldProblem(
              "service.replicas",
              "At most %d replicas are kept.".formatted(MOST_REPLICAS),
              "Ask for fewer, or make several services."));
    }
  }
}
