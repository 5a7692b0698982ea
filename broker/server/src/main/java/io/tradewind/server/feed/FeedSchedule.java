package io.tradewind.server.feed;

import io.tradewind.api.ProviderException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a provider is asked again. Every delay is spread by a tenth either way, so that providers do
 * not fall into step.
 *
 * @param interval after a success
 */
record FeedSchedule(Duration interval, RandomGenerator random) {
  /** After the first failure; doubled with each further one, up to the interval. */
  static final Duration FIRST_RETRY = Duration.ofSeconds(15);

  /** Credentials that are refused rarely get better by themselves. */
  static final Duration AFTER_REFUSED_CREDENTIALS = Duration.ofHours(1);

  private static final double SPREAD = 0.1;

  Duration afterSuccess() {
    return spread(interval);
  }

  /**
   * @param failures in a row, this one included
   */
  Duration afterFailure(int failures, Optional<ProviderException> failure) {
    Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 20));
    Duration delay = doubled.compareTo(interval) < 0 ? doubled : interval;
    Duration asked = failure.map(FeedSchedule::askedFor).orElse(Duration.ZERO);
    return spread(asked.compareTo(delay) > 0 ? asked : delay);
  }

  /** The least wait that the failure itself demands. */
  private static Duration askedFor(ProviderException failure) {
    return switch (failure.fault()) {
      case CREDENTIALS_REFUSED -> AFTER_REFUSED_CREDENTIALS;
      case THROTTLED, UNREACHABLE, NO_CAPACITY, QUOTA_EXCEEDED, UNEXPECTED ->
          failure.retryAfter().orElse(Duration.ZERO);
    };
  }

  private Duration spread(Duration delay) {
    double factor = 1 + SPREAD * (2 * random.nextDouble() - 1);
    return Duration.ofMillis(Math.round(delay.toMillis() * factor));
  }
}
