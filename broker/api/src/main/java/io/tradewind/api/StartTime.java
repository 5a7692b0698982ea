package io.tradewind.api;

import java.time.Duration;

/**
 * How long it typically takes from asking for a machine until the agent runs on it.
 *
 * @param measured whether launches of this broker say so
 * @param assumed whether nobody measured it, as far as is known
 */
public record StartTime(Duration typical, String source, boolean measured, boolean assumed) {
  public StartTime {
    if (typical.isNegative() || typical.toNanosPart() != 0) {
      throw new IllegalArgumentException(
          "A start time of %s is not a number of whole seconds. Round it up.".formatted(typical));
    }
  }
}
