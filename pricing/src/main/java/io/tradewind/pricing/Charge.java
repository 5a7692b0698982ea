package io.tradewind.pricing;

/**
 * What one metered interval adds to the bill. The amount is a difference of two rounded totals, so
 * it may differ by a billionth from the rate times this interval's own length; the sum does not.
 */
public record Charge(MeteredInterval interval, Money amount) {

  public Charge {
    if (amount.isNegative()) {
      throw new IllegalArgumentException(
          "The charge %s for %s is negative. A refund is not a charge of metered time."
              .formatted(amount, interval));
    }
  }
}
