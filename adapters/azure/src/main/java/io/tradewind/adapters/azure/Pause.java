package io.tradewind.adapters.azure;

import java.time.Duration;

/** How the time between two looks is passed. */
@FunctionalInterface
interface Pause {
  Pause REAL = duration -> Thread.sleep(duration.toMillis());

  void of(Duration duration) throws InterruptedException;
}
