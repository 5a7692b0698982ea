package io.tradewind.matcher.spot;

import java.time.Duration;

/**
 * A task that can be moved between machines.
 *
 * @param work that is left, on the machine it was sized for
 * @param left until the deadline
 * @param changeover from the choice of a machine to the first new work on it: start, restore, and
 *     the work since the last checkpoint
 * @param step the longest time until the policy is asked again
 */
public record SpotTask(Duration work, Duration left, Duration changeover, Duration step) {
  public SpotTask {
    if (work.isNegative() || changeover.isNegative() || step.isNegative() || step.isZero()) {
      throw new IllegalArgumentException(
          "Work %s and changeover %s must not be negative, the step %s must be positive."
              .formatted(work, changeover, step));
    }
  }
}
