package io.tradewind.matcher.spot;

import io.tradewind.matcher.memory.Pool;
import java.time.Duration;

/** Where the task is. */
public sealed interface SpotPosition {
  /** What is still missing until it works there. */
  Duration startingUp();

  /**
   * On no machine.
   *
   * @param waited since it lost its machine or was submitted
   */
  record Idle(Duration waited) implements SpotPosition {
    public static final Idle JUST_NOW = new Idle(Duration.ZERO);

    @Override
    public Duration startingUp() {
      return Duration.ZERO;
    }
  }

  record OnSpot(Pool pool, Duration startingUp) implements SpotPosition {}

  record OnDemand(Duration startingUp) implements SpotPosition {}
}
