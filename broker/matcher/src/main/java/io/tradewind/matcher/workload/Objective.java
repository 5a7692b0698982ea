package io.tradewind.matcher.workload;

import java.util.Locale;

/** By what the choice is made, after every hard constraint is kept. */
public enum Objective {
  CHEAPEST,
  /** The lowest gCO2e among those within {@code within_price_pct} of the cheapest. */
  GREENEST,
  /** The lowest round trip among those within {@code within_price_pct} of the cheapest. */
  NEAREST,
  /** The point of the Pareto front that is closest to the best of everything. */
  BALANCED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
