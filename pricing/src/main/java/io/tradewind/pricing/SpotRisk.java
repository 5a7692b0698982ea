package io.tradewind.pricing;

import java.time.Duration;

/**
 * How often one machine is taken back, and what that costs in time. The checkpoint interval is the
 * first-order optimum of Young (1974) and Daly (2006): {@code sqrt(2 × checkpointCost / rate)}.
 *
 * @param interruptionsPerHour expected reclaims of one machine in an hour of running
 * @param checkpointCost time to write one checkpoint
 * @param restart time from the loss to the first new work, capacity search included
 */
public record SpotRisk(double interruptionsPerHour, Duration checkpointCost, Duration restart) {

  private static final double MOST_PER_HOUR = 3_600;
  private static final double NANOS_PER_HOUR = 3.6e12;

  public SpotRisk {
    if (!(interruptionsPerHour >= 0 && interruptionsPerHour <= MOST_PER_HOUR)) {
      throw new IllegalArgumentException(
          "%s interruptions an hour is not between 0 and %s. Maybe the figure is per month."
              .formatted(interruptionsPerHour, MOST_PER_HOUR));
    }
    if (checkpointCost.isNegative() || restart.isNegative()) {
      throw new IllegalArgumentException(
          "Checkpoint cost %s or restart time %s is negative. Use Duration.ZERO when it is unknown."
              .formatted(checkpointCost, restart));
    }
  }

  /** Machines that work as one: the loss of any of them stops all. */
  public SpotRisk forNodes(int nodes) {
    return new SpotRisk(interruptionsPerHour * nodes, checkpointCost, restart);
  }

  /** The best time between checkpoints; never longer than the run, where none is needed. */
  public Duration checkpointInterval(Duration run) {
    double hours =
        checkpointIntervalHours(
            interruptionsPerHour, CarbonModel.hours(checkpointCost), CarbonModel.hours(run));
    return Duration.ofNanos(Math.round(hours * NANOS_PER_HOUR));
  }

  /**
   * Work that is expected to be lost and redone, as a share of the run: {@code rate × (interval / 2
   * + restart)}. Writing the checkpoints is not in it: a careful run on demand writes them too.
   */
  public double wasteShare(Duration run) {
    return wasteShare(
        interruptionsPerHour,
        CarbonModel.hours(checkpointCost),
        CarbonModel.hours(restart),
        CarbonModel.hours(run));
  }

  public static double checkpointIntervalHours(
      double interruptionsPerHour, double checkpointHours, double runHours) {
    if (interruptionsPerHour == 0) {
      return runHours;
    }
    return Math.min(runHours, Math.sqrt(2 * checkpointHours / interruptionsPerHour));
  }

  public static double wasteShare(
      double interruptionsPerHour, double checkpointHours, double restartHours, double runHours) {
    double interval = checkpointIntervalHours(interruptionsPerHour, checkpointHours, runHours);
    return interruptionsPerHour * (interval / 2 + restartHours);
  }
}
