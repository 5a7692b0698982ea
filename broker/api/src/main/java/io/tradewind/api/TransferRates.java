package io.tradewind.api;

import io.tradewind.pricing.DataSize;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** How fast data moves to a machine, by the kind of way. From the table of this module. */
public final class TransferRates {
  private static final TransferRates BUNDLED = new TransferRates(load());
  private static final long BYTES_PER_MEGABIT = 125_000;

  private final Map<Route, Rate> rates;

  /** Kinds of ways. Near is on one continent, far is not. */
  public enum Route {
    SAME_REGION,
    SAME_SELLER_NEAR,
    SAME_SELLER_FAR,
    OTHER_SELLER_NEAR,
    OTHER_SELLER_FAR,
    OWN_SITE,
    UNKNOWN
  }

  /**
   * @param assumed whether nobody measured it
   */
  public record Rate(long megabitsPerSecond, String source, boolean assumed) {
    public Rate {
      if (megabitsPerSecond < 1) {
        throw new IllegalArgumentException(
            "At %d megabits a second nothing arrives. Use one or more."
                .formatted(megabitsPerSecond));
      }
    }

    /** In whole seconds, rounded up. */
    public Duration timeOf(DataSize size) {
      long perSecond = megabitsPerSecond * BYTES_PER_MEGABIT;
      long seconds = size.bytes() / perSecond;
      return Duration.ofSeconds(size.bytes() % perSecond == 0 ? seconds : seconds + 1);
    }
  }

  private TransferRates(Map<Route, Rate> rates) {
    this.rates = rates;
  }

  public static TransferRates bundled() {
    return BUNDLED;
  }

  public Rate on(Route route) {
    return Objects.requireNonNull(rates.get(route), "every route has a rate");
  }

  private static Map<Route, Rate> load() {
    Map<Route, Rate> rates = new EnumMap<>(Route.class);
    for (Csv.Row row : Csv.bundled("transfer-rates.csv")) {
      rates.put(
          Route.valueOf(row.text("route").toUpperCase(Locale.ROOT)),
          new Rate(
              (long) row.number("megabits_per_second"),
              row.text("source"),
              row.text("assumed").equals("yes")));
    }
    for (Route route : Route.values()) {
      if (!rates.containsKey(route)) {
        throw new IllegalStateException("transfer-rates.csv has no row for %s.".formatted(route));
      }
    }
    return Collections.unmodifiableMap(rates);
  }
}
