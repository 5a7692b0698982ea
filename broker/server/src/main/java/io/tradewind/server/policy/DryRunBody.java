package io.tradewind.server.policy;

import io.tradewind.server.problem.FieldProblem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A draft, and the time whose workloads it is tried on. */
@Schema(name = "PolicyDryRunRequest", description = "Rules that are not in force.")
public record DryRunBody(
    @Schema(required = true, description = "As in a policy.") Map<String, Object> rules,
    @Schema(nullable = true, description = "Workloads of this project alone.")
        Optional<UUID> project,
    @Schema(description = "30 days ago when absent.") Instant from,
    @Schema(description = "Now when absent.") Instant to) {
  private static final Duration USUAL = Duration.ofDays(30);
  private static final List<String> KEYS =
      List.of("rules", "project", "from", "to", "name", "note", "enabled", "version");

  /** The whole of a policy may be sent: what is not its rules is passed over. */
  static DryRunBody read(Map<String, Object> tree, Instant now) {
    List<FieldProblem> problems = new ArrayList<>();
    for (String key : tree.keySet()) {
      if (!KEYS.contains(key)) {
        problems.add(new FieldProblem(key, "The key is unknown here.", "Leave it out."));
      }
    }
    Map<String, Object> rules = PolicyBody.rules(tree.get("rules"), problems);
    problems.addAll(PolicyBody.wrongRules(rules));
    Instant to = moment(tree, "to", now, problems);
    Instant from = moment(tree, "from", to.minus(USUAL), problems);
    if (!from.isBefore(to)) {
      problems.add(new FieldProblem("from", "It is not before to.", "Give a time that passes."));
    }
    Optional<UUID> project = PolicyBody.project(tree.get("project"), problems);
    PolicyBody.refuse(problems);
    return new DryRunBody(rules, project, from, to);
  }

  private static Instant moment(
      Map<String, Object> tree, String key, Instant usual, List<FieldProblem> problems) {
    @Nullable Object sent = tree.get(key);
    if (sent == null) {
      return usual;
    }
    try {
      Instant moment = Instant.parse(String.valueOf(sent));
      if (moment.isAfter(Instant.EPOCH) && moment.isBefore(usual.plus(Duration.ofDays(36_500)))) {
        return moment;
      }
    } catch (DateTimeException e) {
      problems.add(unreadable(key));
      return usual;
    }
    problems.add(unreadable(key));
    return usual;
  }

  private static FieldProblem unreadable(String key) {
    return new FieldProblem(key, "It is no moment.", "Write one such as 2026-11-01T00:00:00Z.");
  }
}
