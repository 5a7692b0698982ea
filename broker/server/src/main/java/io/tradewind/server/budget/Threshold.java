package io.tradewind.server.budget;

import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What happens at a share of a budget.
 *
 * @param percent of the amount, with at most two decimals
 */
record Threshold(BigDecimal percent, Action action) implements Comparable<Threshold> {
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000);
  private static final int DECIMALS = 2;

  /** What is done when it is reached; a stop blocks as well. */
  enum Action {
    WARN,
    BLOCK,
    STOP;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Action> named(String name) {
      return Arrays.stream(values()).filter(it -> it.wireName().equals(name)).findFirst();
    }
  }

  Threshold {
    if (percent.signum() <= 0
        || percent.compareTo(MOST) > 0
        || percent.stripTrailingZeros().scale() > DECIMALS) {
      throw new IllegalArgumentException(
          "A threshold at %s percent is not possible. Use 0.01 to %s, with two decimals at most."
              .formatted(percent.toEngineeringString(), MOST));
    }
    percent = percent.setScale(DECIMALS, RoundingMode.UNNECESSARY);
  }

  /** Rounded down, so that what keeps it keeps the exact share. */
  Money of(Money amount) {
    return amount.times(percent.movePointLeft(2), RoundingMode.DOWN);
  }

  /** Above which no lease begins. */
  static Optional<Money> blocking(List<Threshold> all, Money amount) {
    return all.stream()
        .filter(it -> it.action != Action.WARN)
        .map(it -> it.of(amount))
        .min(Comparator.naturalOrder());
  }

  /** Above which no lease goes on. */
  static Optional<Money> stopping(List<Threshold> all, Money amount) {
    return all.stream()
        .filter(it -> it.action == Action.STOP)
        .map(it -> it.of(amount))
        .min(Comparator.naturalOrder());
  }

  @Override
  public int compareTo(Threshold other) {
    return Comparator.comparing(Threshold::percent)
        .thenComparing(Threshold::action)
        .compare(this, other);
  }
}
