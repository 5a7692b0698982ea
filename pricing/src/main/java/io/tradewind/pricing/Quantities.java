package io.tradewind.pricing;

/** The one check of physical quantities: finite, and not below zero. */
final class Quantities {

  private Quantities() {}

  static void requireNotNegative(String what, double value, String unit) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s is %s %s. Use a finite value of zero or more.".formatted(what, value, unit));
    }
  }

  static void requireSource(String what, String source) {
    if (source.isBlank()) {
      throw new IllegalArgumentException(
          "%s has no source. Name the document, feed or rule that it comes from.".formatted(what));
    }
  }
}
