package io.tradewind.pricing;

import java.time.Duration;
import java.time.Instant;

/**
 * Time in which a machine was metered: {@code from} is inside, {@code to} is the first instant
 * after.
 */
public record MeteredInterval(Instant from, Instant to) {

  public MeteredInterval {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "The metered interval from %s to %s has no length. Maybe its ends are swapped."
              .formatted(from, to));
    }
  }

  public Duration duration() {
    return Duration.between(from, to);
  }

  public boolean overlaps(MeteredInterval other) {
    return from.isBefore(other.to) && other.from.isBefore(to);
  }

  @Override
  public String toString() {
    return from + " to " + to;
  }
}
