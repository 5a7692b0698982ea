package io.tradewind.rest;

import java.time.Duration;

/**
 * What one call may take.
 *
 * @param connect to reach the other side at all; short, since an absent network must show at once
 * @param whole from the first byte sent to the last byte read
 * @param bytes the longest body, after decompression
 */
public record RestLimits(Duration connect, Duration whole, long bytes) {
  public static final RestLimits STANDARD =
      new RestLimits(Duration.ofSeconds(5), Duration.ofSeconds(60), 64L << 20);

  public RestLimits {
    if (!isPositive(connect) || !isPositive(whole) || bytes <= 0) {
      throw new IllegalArgumentException(
          "The limits %s to connect, %s for the whole and %d bytes must be positive."
              .formatted(connect, whole, bytes));
    }
  }

  public RestLimits whole(Duration limit) {
    return new RestLimits(connect, limit, bytes);
  }

  private static boolean isPositive(Duration duration) {
    return duration.compareTo(Duration.ZERO) > 0;
  }
}
