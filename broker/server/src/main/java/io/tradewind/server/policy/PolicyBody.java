package io.tradewind.server.policy;

import io.tradewind.matcher.grammar.PolicyReader;
import io.tradewind.matcher.grammar.Vocabulary;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is sent, as JSON or YAML.
 *
 * @param version that it changes; empty for whichever is in force
 */
@Schema(name = "PolicyRequest", description = "What is allowed.")
public record PolicyBody(
    @Schema(required = true, maxLength = 200) String name,
    @Schema(nullable = true, description = "For the workloads of this project alone.")
        Optional<UUID> project,
    @Schema(description = "Whether it holds. true when absent.") boolean enabled,
    @Schema(maxLength = 500, description = "Why it is as it is.") String note,
    @Schema(
            nullable = true,
            description = "The version that is changed; refused where there is a newer one.")
        Optional<Integer> version,
    @Schema(
            required = true,
            description =
                "In the words of workload files: providers, regions and accelerators as {allow, deny};"
                    + " residency, capacity and certifications as lists; max_price_hour,"
                    + " max_price_accelerator_hour, max_cost, max_carbon, max_nodes, max_duration;"
                    + " hours as {zone, days, from, to}. What is left out allows everything.")
        Map<String, Object> rules) {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_NOTE = 500;
  private static final Set<String> KEYS =
      Set.of("name", "project", "enabled", "note", "version", "rules");

  public PolicyBody {
    rules = new TreeMap<>(rules);
  }

  /** Everything that is wrong with it is said at once. */
  static PolicyBody read(Map<String, Object> tree) {
    List<FieldProblem> problems = new ArrayList<>();
    for (String key : new TreeSet<>(tree.keySet())) {
      if (!KEYS.contains(key)) {
        problems.add(
            new FieldProblem(
                key, "The key is unknown here.", "Rules of the policy stand under rules."));
      }
    }
    PolicyBody body =
        new PolicyBody(
            text(tree, "name", LONGEST_NAME, problems),
            project(tree.get("project"), problems),
            !Boolean.FALSE.equals(tree.get("enabled")),
            text(tree, "note", LONGEST_NOTE, problems),
            version(tree.get("version"), problems),
            rules(tree.get("rules"), problems));
    if (body.name().isBlank()) {
      problems.add(
          new FieldProblem("name", "The policy has no name.", "Call it what people call it."));
    }
    problems.addAll(wrongRules(body.rules()));
    refuse(problems);
    return body;
  }

  /** Of a draft nothing but the rules matters. */
  static List<FieldProblem> wrongRules(Map<String, Object> rules) {
    return PolicyReader.read(rules, new UUID(0, 0), "draft", 1, Vocabulary.bundled())
        .problems()
        .stream()
        .map(it -> new FieldProblem("rules." + it.field(), it.message(), it.advice()))
        .toList();
  }

  static void refuse(List<FieldProblem> problems) {
    if (!problems.isEmpty()) {
      throw new ProblemException(
          422,
          "policy_invalid",
          "The policy has %d problem%s; nothing was changed."
              .formatted(problems.size(), problems.size() == 1 ? "" : "s"),
          problems);
    }
  }

  static Map<String, Object> rules(@Nullable Object sent, List<FieldProblem> problems) {
    Map<String, Object> rules = new TreeMap<>();
    if (sent instanceof Map<?, ?> map) {
      map.forEach((key, value) -> rules.put(String.valueOf(key), value));
    } else {
      problems.add(
          new FieldProblem(
              "rules", "There are no rules.", "Write { } for a policy that allows everything."));
    }
    return rules;
  }

  private static String text(
      Map<String, Object> tree, String key, int longest, List<FieldProblem> problems) {
    Object sent = tree.get(key);
    String text = sent == null ? "" : String.valueOf(sent).strip();
    if (text.length() > longest || text.indexOf('\0') >= 0) {
      problems.add(
          new FieldProblem(
              key,
              "It has %d characters, or one that cannot be stored.".formatted(text.length()),
              "Write at most %d characters of plain text.".formatted(longest)));
      return "";
    }
    return text;
  }

  static Optional<UUID> project(@Nullable Object sent, List<FieldProblem> problems) {
    if (sent == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(String.valueOf(sent)));
    } catch (IllegalArgumentException e) {
      problems.add(
          new FieldProblem("project", "It is no id of a project.", "GET projects lists them."));
      return Optional.empty();
    }
  }

  private static Optional<Integer> version(@Nullable Object sent, List<FieldProblem> problems) {
    if (sent == null) {
      return Optional.empty();
    }
    if (sent instanceof Integer number && number > 0) {
      return Optional.of(number);
    }
    problems.add(
        new FieldProblem("version", "It is no version.", "Send the one that you have read."));
    return Optional.empty();
  }
}
