package io.tradewind.matcher.grammar;

import io.tradewind.matcher.workload.Retry;
import io.tradewind.matcher.workload.Retry.Cause;
import io.tradewind.matcher.workload.Retry.Hedge;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads {@code retry}. */
final class RetryReader {
  private static final Map<String, Cause> CAUSES =
      new TreeMap<>(
          Map.of(
              "no_capacity", Cause.NO_CAPACITY,
              "interruption", Cause.INTERRUPTION,
              "error", Cause.ERROR));

  private static final Map<String, Hedge> HEDGES =
      new TreeMap<>(
          Map.of("deadline", Hedge.FOR_DEADLINE, "always", Hedge.ALWAYS, "never", Hedge.NEVER));

  private RetryReader() {}

  static Optional<Retry> read(Tree root) {
    return root.map("retry").map(RetryReader::retry);
  }

  private static Retry retry(Tree tree) {
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    for (Tree.Item item : tree.texts("on")) {
      Cause cause = CAUSES.get(Amounts.word(item.text()));
      if (cause == null) {
        tree.problems()
            .add(
                item.path(),
                "The cause %s is unknown.".formatted(Problems.quoted(item.value())),
                Spelling.advice(item.text(), CAUSES.keySet()));
      } else {
        causes.add(cause);
      }
    }
    Retry retry =
        new Retry(
            causes.isEmpty() ? EnumSet.allOf(Cause.class) : causes,
            LimitsReader.duration(tree, "for"),
            hedge(tree),
            LimitsReader.duration(tree, "checkpoint"));
    tree.nothingElse();
    return retry;
  }

  private static Hedge hedge(Tree tree) {
    return tree.has("hedge")
        ? tree.choice("hedge", HEDGES).orElse(Hedge.NEVER)
        : Hedge.FOR_DEADLINE;
  }
}
