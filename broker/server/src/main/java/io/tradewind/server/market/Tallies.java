package io.tradewind.server.market;

import io.tradewind.pricing.Money;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many offers there are of each accelerator model, and from what price on. */
final class Tallies {
  private static final Currency USD = Currency.getInstance("USD");

  private final Map<String, Long> byModel = new HashMap<>();
  private final Map<String, Long> leastNanos = new HashMap<>();

  private Tallies() {}

  static Tallies of(Board board) {
    Tallies tallies = new Tallies();
    board.columns().forEach(tallies::add);
    return tallies;
  }

  long offersOf(String model) {
    return byModel.getOrDefault(model, 0L);
  }

  /** The lowest price of an hour of one device, of those that are asked in dollars. */
  Optional<Money> least(String model) {
    return Optional.ofNullable(leastNanos.get(model)).map(nanos -> Money.nano(nanos, USD));
  }

  private void add(Columns columns) {
    long[] models = new long[columns.models.length];
    long[] least = new long[columns.models.length];
    Arrays.fill(least, Columns.NO_PRICE);
    for (int row = 0; row < columns.size(); row++) {
      if (columns.superseded[row]) {
        continue;
      }
      int model = columns.modelOf[row];
      if (model != Columns.NO_MODEL) {
        models[model]++;
        least[model] = Math.min(least[model], columns.dollarsPerAccelerator(row));
      }
    }
    for (int i = 0; i < models.length; i++) {
      String name = columns.models[i].name();
      byModel.merge(name, models[i], Long::sum);
      if (least[i] != Columns.NO_PRICE) {
        leastNanos.merge(name, least[i], Math::min);
      }
    }
  }
}
