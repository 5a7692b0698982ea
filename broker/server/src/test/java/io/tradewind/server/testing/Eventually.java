package io.tradewind.server.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what other threads bring about, and no longer. */
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_EVERY_MILLIS = 25;

  private Eventually() {}

  /** The first value that satisfies the condition. */
  public static <T> T eventually(Supplier<T> look, Predicate<T> condition) {
    return eventually(PATIENCE, look, condition);
  }

  public static <T> T eventually(Duration patience, Supplier<T> look, Predicate<T> condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      T seen = look.get();
      if (condition.test(seen)) {
        return seen;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within %s; the last look saw %s".formatted(patience, seen));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS));
    }
  }
}
