package io.tradewind.matcher.spot;

import java.time.Duration;

/**
 * What has been seen of one pool: since when it is up, and how often it was lost beside how often
 * {@link Stint#hazard} would have had it. Old losses fade with a half-life of three days; three
 * losses as expected stand for what is not known yet. Immutable.
 *
 * @param upHours how long it has been seen to be up; negative while it is down
 * @param losses faded count, without the prior
 * @param expectedLosses faded integral of the hazard, without the prior
 */
public record UptimeHistory(double upHours, double losses, double expectedLosses) {
  private static final double HALF_LIFE_HOURS = 72;
  private static final double PRIOR_LOSSES = 3;

  /** Never looked at: taken to be down. */
  public static final UptimeHistory UNSEEN = new UptimeHistory(-1, 0, 0);

  public UptimeHistory {
    if (!(losses >= 0 && expectedLosses >= 0) || Double.isNaN(upHours)) {
      throw new IllegalArgumentException(
          "A pool with %s losses of %s expected, up for %s h: a figure is negative or missing."
              .formatted(losses, expectedLosses, upHours));
    }
  }

  /**
   * The next look at the pool.
   *
   * @param since the time since the last look
   */
  public UptimeHistory seen(boolean up, Duration since) {
    double hours = Hours.of(since);
    double fade = Math.pow(2, -hours / HALF_LIFE_HOURS);
    double lost = losses * fade + (isUp() && !up ? 1 : 0);
    double expected = expectedLosses * fade + (isUp() ? Stint.hazard(upHours) * hours : 0);
    if (!up) {
      return new UptimeHistory(-1, lost, expected);
    }
    return new UptimeHistory(isUp() ? upHours + hours : 0, lost, expected);
  }

  public boolean isUp() {
    return upHours >= 0;
  }

  /** How much sooner than usual this pool loses its machines: one is as usual. */
  double lossFactor() {
    return (losses + PRIOR_LOSSES) / (expectedLosses + PRIOR_LOSSES);
  }

  /** Of the next {@code horizonHours}, how many it is expected to stay up without a break. */
  double expectedStintHours(double horizonHours) {
    return Stint.expectedHours(upHours, lossFactor(), horizonHours);
  }
}
