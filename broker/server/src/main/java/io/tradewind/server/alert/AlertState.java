package io.tradewind.server.alert;

import io.tradewind.pricing.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What an alert waits for, and what makes it move on. */
enum AlertState {
  /** For a price below its threshold. */
  ARMED,
  /** For the price to rise again, clearly, or to vanish. */
  FIRED;

  /** A price that trembles around its threshold fires once: it must rise by a fiftieth above it. */
  static final int REARM_FRACTION = 50;

  /**
   * For so long an alert stays fired, whatever happens: offers that come and go, and brokers whose
   * markets are some minutes apart, do not make it fire again and again.
   */
  static final Duration QUIET = Duration.ofMinutes(10);

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AlertState parse(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }

  /**
   * The state after a look at the market.
   *
   * @param price of the cheapest offer that would do; empty when there is none
   * @param firedAt the last time
   */
  AlertState after(Optional<Money> price, Money under, Optional<Instant> firedAt, Instant now) {
    return switch (this) {
      case ARMED -> price.filter(it -> it.compareTo(under) < 0).isPresent() ? FIRED : ARMED;
      case FIRED -> isQuiet(firedAt, now) || !hasRisen(price, under) ? FIRED : ARMED;
    };
  }

  private static boolean isQuiet(Optional<Instant> firedAt, Instant now) {
    return firedAt.filter(at -> now.isBefore(at.plus(QUIET))).isPresent();
  }

  private static boolean hasRisen(Optional<Money> price, Money under) {
    return price
        .map(it -> it.nanos() - under.nanos() >= under.nanos() / REARM_FRACTION)
        .orElse(true);
  }
}
