package io.tradewind.api.site;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Capacity that is also sold, for less, on the condition that it may be taken back.
 *
 * @param percentOff of the price that holds without the condition
 * @param notice between the word and the end
 */
public record Reclaimable(BigDecimal percentOff, Duration notice) {
  public static final Duration SHORTEST_NOTICE = Duration.ofSeconds(30);
  public static final Duration LONGEST_NOTICE = Duration.ofDays(7);

  public Reclaimable {
    if (percentOff.signum() <= 0 || percentOff.compareTo(BigDecimal.valueOf(95)) > 0) {
      throw new IllegalArgumentException(
          "A discount of %s %% is outside (0, 95]. Reclaimable capacity costs less, not nothing."
              .formatted(percentOff));
    }
    if (notice.compareTo(SHORTEST_NOTICE) < 0 || notice.compareTo(LONGEST_NOTICE) > 0) {
      throw new IllegalArgumentException(
          "A notice of %s is outside %s to %s.".formatted(notice, SHORTEST_NOTICE, LONGEST_NOTICE));
    }
  }

  BigDecimal share() {
    return BigDecimal.ONE.subtract(percentOff.movePointLeft(2));
  }
}
