package io.tradewind.pricing;

import java.time.Duration;

/**
 * How a seller counts time: nothing for a machine that did not run, else at least {@code minimum},
 * rounded up to whole increments.
 */
public record BillingTerms(Duration minimum, Duration increment) {

  /** Every started second. */
  public static final BillingTerms PER_SECOND =
      new BillingTerms(Duration.ZERO, Duration.ofSeconds(1));

  /** Every started second, at least sixty: the usual terms of the large clouds for Linux. */
  public static final BillingTerms PER_SECOND_AFTER_A_MINUTE =
      new BillingTerms(Duration.ofSeconds(60), Duration.ofSeconds(1));

  /** Every started hour. */
  public static final BillingTerms PER_HOUR =
      new BillingTerms(Duration.ofHours(1), Duration.ofHours(1));

  public BillingTerms {
    if (minimum.isNegative()) {
      throw new IllegalArgumentException(
          "The minimum billing time %s is negative. Use Duration.ZERO for none."
              .formatted(minimum));
    }
    if (increment.isNegative() || increment.isZero()) {
      throw new IllegalArgumentException(
          "The billing increment %s is not positive. By the second is Duration.ofSeconds(1)."
              .formatted(increment));
    }
  }

  public Duration billable(Duration run) {
    if (run.isNegative()) {
      throw new IllegalArgumentException(
          "The run time %s is negative. Maybe start and end are swapped.".formatted(run));
    }
    if (run.isZero()) {
      return Duration.ZERO;
    }
    Duration counted = run.compareTo(minimum) < 0 ? minimum : run;
    Duration whole = increment.multipliedBy(counted.dividedBy(increment));
    return whole.compareTo(counted) < 0 ? whole.plus(increment) : whole;
  }
}
