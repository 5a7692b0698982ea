package io.tradewind.server.discount;

import io.tradewind.server.market.PriceOverride;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads whole lists of rules as clients write them: all of a list, or everything wrong with it. */
final class RuleLists {
  private static final int MOST = 500;

  private RuleLists() {}

  /** Reads one rule of a list. */
  interface RuleReader<B> {
    /**
     * @param path of the rule in the request, before its fields' names
     * @return empty when problems were added
     */
    Optional<PriceOverride> read(B body, String path, List<FieldProblem> problems);
  }

  /**
   * @param sent null where the request has no list
   * @param code of the problem that is answered
   * @param what the rules are called
   */
  static <B> List<PriceOverride> read(
      @Nullable List<@Nullable B> sent, RuleReader<B> reader, String code, String what) {
    List<@Nullable B> items = sent == null ? List.of() : sent;
    List<FieldProblem> problems = new ArrayList<>();
    if (sent == null) {
      problems.add(
          new FieldProblem("items", "There are no items.", "Write an empty list to have none."));
    }
    if (items.size() > MOST) {
      problems.add(
          new FieldProblem(
              "items",
              "There are %d %s.".formatted(items.size(), what),
              "Write at most %d.".formatted(MOST)));
    }
    List<PriceOverride> rules = new ArrayList<>();
    for (int i = 0; i < Math.min(items.size(), MOST); i++) {
      B item = items.get(i);
      if (item == null) {
        problems.add(new FieldProblem("items[%d]".formatted(i), "It is null.", "Leave it out."));
      } else {
        reader.read(item, "items[%d].".formatted(i), problems).ifPresent(rules::add);
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(
          422,
          code,
          "The %s have %d problem%s; nothing was changed."
              .formatted(what, problems.size(), problems.size() == 1 ? "" : "s"),
          problems);
    }
    return rules;
  }
}
