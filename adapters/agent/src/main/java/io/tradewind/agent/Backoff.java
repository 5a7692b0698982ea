package io.tradewind.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubled each time, with jitter, so that many agents do not
 * come back at once.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(250);

  private final Duration most;
  private final RandomGenerator random;
  private Duration ceiling = FIRST;

  Backoff(Duration most, RandomGenerator random) {
    this.most = most;
    this.random = random;
  }

  /**
   * @param asked what the broker asked for; it is kept, up to five times {@code most}
   */
  Duration next(Optional<Duration> asked) {
    Duration limit = ceiling.compareTo(most) < 0 ? ceiling : most;
    ceiling = limit.multipliedBy(2);
    Duration own = Duration.ofMillis(random.nextLong(limit.toMillis() / 2, limit.toMillis() + 1));
    Duration wanted = asked.filter(wait -> wait.compareTo(own) > 0).orElse(own);
    Duration longest = most.multipliedBy(5);
    return wanted.compareTo(longest) < 0 ? wanted : longest;
  }

  void reset() {
    ceiling = FIRST;
  }
}
