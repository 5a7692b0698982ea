package io.tradewind.matcher.workload;

/**
 * A wish for an amount: {@code "32"} is exactly 32, {@code "32+"} and {@code "32.."} at least 32,
 * {@code "8..32"} between both, ends included. The unit is told by whoever holds the range.
 *
 * @param atMost {@link Double#POSITIVE_INFINITY} when there is no upper end
 */
public record Range(double atLeast, double atMost) {
  /** No wish: also satisfied by an amount that is not known. */
  public static final Range ANY = new Range(0, Double.POSITIVE_INFINITY);

  public Range {
    if (!(atLeast >= 0) || !(atMost >= atLeast)) {
      throw new IllegalArgumentException(
          "The range %s..%s is empty. Write the smaller end first.".formatted(atLeast, atMost));
    }
  }

  public static Range exactly(double amount) {
    return new Range(amount, amount);
  }

  public static Range atLeast(double amount) {
    return new Range(amount, Double.POSITIVE_INFINITY);
  }

  public boolean isAny() {
    return atLeast == 0 && atMost == Double.POSITIVE_INFINITY;
  }

  public boolean contains(double amount) {
    return amount >= atLeast && amount <= atMost;
  }

  @Override
  public String toString() {
    if (isAny()) {
      return "any";
    }
    if (atLeast == atMost) {
      return number(atLeast);
    }
    return Double.isInfinite(atMost)
        ? number(atLeast) + "+"
        : number(atLeast) + ".." + number(atMost);
  }

  private static String number(double value) {
    return value == Math.rint(value) && value < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
