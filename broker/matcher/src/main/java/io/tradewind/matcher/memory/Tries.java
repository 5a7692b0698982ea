package io.tradewind.matcher.memory;

import java.time.Duration;
import java.time.Instant;

/**
 * Launches that fade with time: each counts half after a half-life.
 *
 * @param at up to when they have faded
 */
public record Tries(double started, double all, Instant at) {
  static final Tries NONE = new Tries(0, 0, Instant.EPOCH);

  public Tries {
    if (!(started >= 0 && all >= started)) {
      throw new IllegalArgumentException(
          "%s launches of %s started. Maybe the columns are swapped.".formatted(started, all));
    }
  }

  /** Never unfades: an outcome that is told late counts as if it were of now. */
  Tries faded(Instant now, Duration halfLife) {
    if (!now.isAfter(at) || all == 0) {
      return new Tries(started, all, now.isAfter(at) ? now : at);
    }
    double halves = (double) Duration.between(at, now).toMillis() / halfLife.toMillis();
    double left = Math.pow(2, -halves);
    return new Tries(started * left, all * left, now);
  }

  Tries plus(Evidence evidence) {
    return new Tries(started + evidence.started, all + evidence.weight, at);
  }

  Tries minus(Tries other) {
    double rest = Math.max(0, all - other.all);
    return new Tries(Math.min(rest, Math.max(0, started - other.started)), rest, at);
  }
}
