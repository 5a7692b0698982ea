package io.tradewind.adapters.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.RequestRetryCondition;
import com.azure.core.http.policy.RetryStrategy;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits that Azure asks for are waited out when they are short; longer ones are the broker's
 * business. Nothing else is repeated here: the broker has its own back-off.
 */
final class AzurePatience implements RetryStrategy {
  private static final int TRIES = 3;
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int UNAVAILABLE = 503;

  @Override
  public int getMaxRetries() {
    return TRIES - 1;
  }

  /** Where Azure names no wait. */
  @Override
  public Duration calculateRetryDelay(int retries) {
    return Duration.ofSeconds(1L << retries);
  }

  @Override
  public boolean shouldRetryCondition(RequestRetryCondition condition) {
    HttpResponse response = condition.getResponse();
    if (response == null) {
      return false;
    }
    Optional<Duration> wait = retryAfter(response);
    boolean asksToWait =
        response.getStatusCode() == HTTP_STATUS_TOO_MANY_REQUESTS
            || (response.getStatusCode() == UNAVAILABLE && wait.isPresent());
    return asksToWait && wait.stream().noneMatch(it -> it.compareTo(LONGEST) > 0);
  }

  /** Seconds only: the form as a date would need the server's clock to be right. */
  static Optional<Duration> retryAfter(HttpResponse response) {
    return Optional.ofNullable(response.getHeaderValue(HttpHeaderName.RETRY_AFTER))
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }
}
