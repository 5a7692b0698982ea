package io.tradewind.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** A price per hour of sixty minutes. A negative rate is refused; a free one is allowed. */
public record HourlyRate(Money perHour) implements Comparable<HourlyRate> {

  static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(Duration.ofHours(1).toNanos());

  public HourlyRate {
    if (perHour.isNegative()) {
      throw new IllegalArgumentException(
          "The hourly rate %s is negative. Model a rebate as a charge of its own."
              .formatted(perHour));
    }
  }

  public static HourlyRate of(String amountPerHour, String currencyCode) {
    return new HourlyRate(Money.of(amountPerHour, currencyCode));
  }

  /**
   * The exact product of rate and time, rounded once, half to even, to nine decimals. Costs of
   * parts need not add up to the cost of the whole: to charge in parts, use {@link ChargeMeter}.
   */
  public Money costOf(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "The duration %s is negative. Maybe start and end are swapped.".formatted(duration));
    }
    // Numerator first, one division at the end: an hour has no finite decimal part in nanoseconds.
    BigDecimal amount =
        perHour
            .amount()
            .multiply(exactNanos(duration))
            .divide(NANOS_PER_HOUR, Money.SCALE, RoundingMode.HALF_EVEN);
    return Money.of(amount, perHour.currency());
  }

  public HourlyRate times(int nodes) {
    if (nodes < 0) {
      throw new IllegalArgumentException(
          "A rate for %d nodes makes no sense. Use zero or more.".formatted(nodes));
    }
    return new HourlyRate(perHour.times(nodes));
  }

  @Override
  public int compareTo(HourlyRate other) {
    return perHour.compareTo(other.perHour);
  }

  @Override
  public String toString() {
    return perHour + " an hour";
  }

  /** {@link Duration#toNanos} ends after 292 years; this does not. */
  static BigDecimal exactNanos(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .movePointRight(9)
        .add(BigDecimal.valueOf(duration.getNano()));
  }
}
