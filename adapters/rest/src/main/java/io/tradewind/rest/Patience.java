package io.tradewind.rest;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long a call waits by itself when the API asks for patience. A longer wait is the caller's
 * business: it is told how long.
 *
 * @param tries including the first
 * @param first the wait after the first refusal when the API names none; doubled each time, then
 *     spread by half in both directions so that many callers do not return together
 * @param longest the longest single wait
 */
public record Patience(
    int tries, Duration first, Duration longest, RandomGenerator random, Pause pause) {
  public Patience {
    if (tries < 1 || first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "Patience of %d tries, first %s, longest %s: give at least one try, and longest ≥ first."
              .formatted(tries, first, longest));
    }
  }

  /** Three tries, at most five seconds each, which is little beside a polling interval. */
  public static Patience standard() {
    return new Patience(
        3,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        RandomGenerator.getDefault(),
        duration -> Thread.sleep(duration.toMillis()));
  }

  public Patience first(Duration wait) {
    return new Patience(tries, wait, longest, random, pause);
  }

  /** The first refusal is told. */
  Patience once() {
    return new Patience(1, first, longest, random, pause);
  }

  /**
   * The wait before the next try; empty when it is time to give up.
   *
   * @param attempt the number of the try that was refused, from 1
   * @param asked what the API asked for
   */
  Optional<Duration> waitAfter(int attempt, Optional<Duration> asked) {
    if (attempt >= tries) {
      return Optional.empty();
    }
    if (asked.isPresent()) {
      return asked.filter(wait -> wait.compareTo(longest) <= 0);
    }
    long millis = first.toMillis() << (attempt - 1);
    long spread = (long) (millis * (0.5 + random.nextDouble()));
    return Optional.of(Duration.ofMillis(Math.min(spread, longest.toMillis())));
  }

  /** How a wait is spent. */
  @FunctionalInterface
  public interface Pause {
    void take(Duration wait) throws InterruptedException;
  }
}
