package io.tradewind.agent;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The broker did not answer, or not with a statement of the protocol: the call is to be repeated
 * later.
 */
final class BrokerAwayException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Optional<Duration> retryAfter;

  BrokerAwayException(String message, Optional<Duration> retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
