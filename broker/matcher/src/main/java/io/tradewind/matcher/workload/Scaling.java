package io.tradewind.matcher.workload;

import java.time.Duration;

/**
 * How a service follows its load.
 *
 * @param target what one replica takes, in the unit of the metric
 * @param upDelay how long more replicas must have been wanted before they come
 * @param downDelay how long fewer must have been wanted before any goes
 */
public record Scaling(Metric metric, double target, Duration upDelay, Duration downDelay) {

  /** What is counted. */
  public enum Metric {
    /** Requests a second, all replicas together. */
    RATE,
    /** Requests or items that wait, or are being worked on, all replicas together. */
    QUEUE
  }

  public Scaling {
    if (!(target > 0 && Double.isFinite(target))) {
      throw new IllegalArgumentException(
          "A replica is to take %s. Give a number above zero.".formatted(target));
    }
  }

  /** The window that is looked at. */
  public Duration longestDelay() {
    return upDelay.compareTo(downDelay) > 0 ? upDelay : downDelay;
  }

  /** How many replicas take this load, whatever the bounds; one at least for any load at all. */
  public long replicasFor(double load) {
    return (long) Math.ceil(load / target);
  }
}
