package io.tradewind.server.placement;

import io.tradewind.matcher.federated.FederatedWish;
import io.tradewind.matcher.federated.FederatedWish.Within;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.DataSize;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.workload.SpecReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is to be placed where its data lives. */
final class FederatedBody {
  private static final Set<String> KNOWN =
      Set.of("workload", "aggregator", "rounds", "update", "within");
  private static final int MOST_ROUNDS = 100_000;

  private final SpecReader specs;
  private final List<FieldProblem> problems = new ArrayList<>();

  private FederatedBody(SpecReader specs) {
    this.specs = specs;
  }

  /**
   * @throws ProblemException 422 with everything that is wrong, each with where it is
   */
  static FederatedWish read(Map<String, Object> tree, SpecReader specs) {
    return new FederatedBody(specs).read(tree);
  }

  private FederatedWish read(Map<String, Object> tree) {
    Optional<Workload> party = workload(tree.get("workload"), "workload");
    Optional<Workload> aggregator = workload(tree.get("aggregator"), "aggregator");
    party.ifPresent(this::checkData);
    int rounds = rounds(tree.get("rounds"));
    DataSize update = update(tree.get("update"));
    Within within = within(tree.get("within"));
    tree.keySet().stream()
        .filter(key -> !KNOWN.contains(key))
        .forEach(key -> add(key, "The field is unknown here.", "Leave it out."));
    if (!problems.isEmpty() || party.isEmpty() || aggregator.isEmpty()) {
      throw new ProblemException(
          422,
          "federation_invalid",
          "The body has %d problem%s.".formatted(problems.size(), problems.size() == 1 ? "" : "s"),
          problems);
    }
    return new FederatedWish(party.get(), aggregator.get(), rounds, update, within);
  }

  @SuppressWarnings("unchecked") // A body's maps have been read with texts as keys.
  private Optional<Workload> workload(@Nullable Object value, String path) {
    if (!(value instanceof Map<?, ?> map)) {
      add(path, "There is no workload file.", "Write its fields, such as resources.");
      return Optional.empty();
    }
    try {
      return Optional.of(specs.read((Map<String, Object>) map));
    } catch (ProblemException e) {
      e.errors().forEach(it -> add(path + "." + it.field(), it.message(), it.advice()));
      return Optional.empty();
    }
  }

  private void checkData(Workload party) {
    if (party.data().isEmpty()) {
      add(
          "workload.data",
          "Nothing says where its parts run.",
          "List data, each with its size and region.");
    }
    for (DataSource source : party.data()) {
      if (source.region().isEmpty()) {
        add("workload.data", "%s has no region.".formatted(source.uri()), "Give it one.");
      }
    }
  }

  private int rounds(@Nullable Object value) {
    if (value == null) {
      return 1;
    }
    if (value instanceof Number number
        && number.doubleValue() == Math.rint(number.doubleValue())
        && number.doubleValue() >= 1
        && number.doubleValue() <= MOST_ROUNDS) {
      return number.intValue();
    }
    add("rounds", "It is no number of rounds.", "Write 1 to %d.".formatted(MOST_ROUNDS));
    return 1;
  }

  private DataSize update(@Nullable Object value) {
    Optional<DataSize> size = value == null ? Optional.empty() : WorkloadReader.size(value);
    if (size.isEmpty()) {
      add("update", "There is no size of an update.", "Write it, such as 500MB.");
    }
    return size.orElse(DataSize.NONE);
  }

  private Within within(@Nullable Object value) {
    if (value == null || value.equals(Within.REGION.wireName())) {
      return Within.REGION;
    }
    if (!value.equals(Within.COUNTRY.wireName())) {
      add("within", "It is neither region nor country.", "Write one of them.");
    }
    return Within.COUNTRY;
  }

  private void add(String field, String message, String advice) {
    problems.add(new FieldProblem(field, message, advice));
  }
}
