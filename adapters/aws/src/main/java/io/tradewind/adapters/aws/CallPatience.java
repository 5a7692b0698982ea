package io.tradewind.adapters.aws;

import java.time.Duration;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * How a call is repeated when it was throttled or lost.
 *
 * @param tries including the first
 * @param first the longest wait before the second try; doubled for each further one, and drawn at
 *     random below that, so that many callers do not return together
 */
record CallPatience(int tries, Duration first) {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  static final CallPatience STANDARD = new CallPatience(4, Duration.ofMillis(500));

  RetryStrategy strategy() {
    BackoffStrategy waits =
        first.isZero()
            ? BackoffStrategy.retryImmediately()
            : BackoffStrategy.exponentialDelay(first, LONGEST);
    return DefaultRetryStrategy.standardStrategyBuilder()
        // Else the SDK waits as long as it is told to, be it an hour.
        .useClientDefaults(false)
        .maxAttempts(tries)
        .backoffStrategy(waits)
        .throttlingBackoffStrategy(waits)
        .retryOnException(AwsFaults::isWorthRepeating)
        .treatAsThrottling(AwsFaults::isThrottling)
        .build();
  }
}
