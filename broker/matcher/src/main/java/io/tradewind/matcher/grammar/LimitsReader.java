package io.tradewind.matcher.grammar;

import io.tradewind.matcher.workload.Limits;
import io.tradewind.pricing.GramsCo2e;
import io.tradewind.pricing.Money;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code limits}: the hard caps. */
final class LimitsReader {
  private static final Duration LONGEST = Duration.ofDays(3_660);
  private static final Duration SHORTEST_IDLE = Duration.ofMinutes(1);

  private LimitsReader() {}

  static Limits read(Tree root) {
    Optional<Tree> found = root.map("limits");
    Optional<Duration> idle = idleStop(root);
    if (found.isEmpty()) {
      Limits none = Limits.NONE;
      return new Limits(
          none.maxPricePerHour(),
          none.maxCost(),
          none.maxCarbon(),
          none.maxDuration(),
          none.deadline(),
          idle);
    }
    Tree tree = found.get();
    Limits limits =
        new Limits(
            money(tree, "max_price_hour"),
            money(tree, "max_cost"),
            carbon(tree),
            duration(tree, "max_duration"),
            value(tree, "deadline", Amounts::instant, "a moment such as 2027-01-01T08:00Z"),
            idle);
    tree.nothingElse();
    return limits;
  }

  /** {@code idle_stop}, or {@code inactivity_duration} as another tool spells it. */
  private static Optional<Duration> idleStop(Tree root) {
    if (root.has("idle_stop") && root.has("inactivity_duration")) {
      root.problem("inactivity_duration", "idle_stop is given as well.", "Leave one out.");
    }
    Optional<Duration> idle =
        duration(root, "idle_stop").or(() -> duration(root, "inactivity_duration"));
    if (idle.filter(it -> it.compareTo(SHORTEST_IDLE) < 0).isPresent()) {
      root.problem(
          root.has("idle_stop") ? "idle_stop" : "inactivity_duration",
          "%s is shorter than a minute, the longest time between two reports."
              .formatted(idle.get()),
          "Give a time such as 30m.");
    }
    return idle;
  }

  static Optional<Duration> duration(Tree tree, String key) {
    Optional<Duration> duration =
        value(tree, key, Amounts::duration, "a time with a unit such as 90m, 24h or 1h30m");
    if (duration.isPresent()
        && (duration.get().getSeconds() < 1 || duration.get().compareTo(LONGEST) > 0)) {
      tree.problem(
          key,
          "%s is not between a second and ten years.".formatted(Problems.quoted(tree.raw(key))),
          "Give a time such as 24h.");
      return Optional.empty();
    }
    return duration;
  }

  static Optional<Money> money(Tree tree, String key) {
    Optional<Money> money =
        value(tree, key, Amounts::money, "an amount with its currency such as 30 USD");
    if (money.isPresent() && !money.get().isPositive()) {
      tree.problem(
          key,
          "%s is not positive.".formatted(Problems.quoted(tree.raw(key))),
          "Give a positive amount, or leave the limit out.");
      return Optional.empty();
    }
    return money;
  }

  static Optional<GramsCo2e> carbon(Tree tree) {
    Optional<GramsCo2e> carbon =
        value(tree, "max_carbon", Amounts::carbon, "an amount with its unit such as 40kg");
    if (carbon.isPresent() && carbon.get().value() == 0) {
      tree.problem(
          "max_carbon",
          "Nothing runs on no carbon at all.",
          "Give a positive amount such as 40kg.");
    }
    return carbon;
  }

  /** How a value is read. */
  private interface Form<T> {
    Optional<T> read(@org.jspecify.annotations.Nullable Object value);
  }

  private static <T> Optional<T> value(Tree tree, String key, Form<T> form, String wanted) {
    if (!tree.has(key)) {
      return Optional.empty();
    }
    Optional<T> value = form.read(tree.raw(key));
    if (value.isEmpty()) {
      Tree.wrongType(tree.problems(), tree.path(key), tree.raw(key), wanted);
    }
    return value;
  }
}
