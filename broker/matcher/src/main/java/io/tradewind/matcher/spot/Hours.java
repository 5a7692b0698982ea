package io.tradewind.matcher.spot;

import java.time.Duration;

/** Durations as fractional hours, for formulas. */
final class Hours {
  private static final double NANOS_PER_HOUR = 3.6e12;

  private Hours() {}

  static double of(Duration duration) {
    return duration.toNanos() / NANOS_PER_HOUR;
  }
}
