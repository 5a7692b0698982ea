package io.tradewind.pricing;

/**
 * Grams of CO2 equivalent. It cannot be added here: whether two figures may be summed depends on
 * their basis, which {@link CarbonAmount} knows.
 */
public record GramsCo2e(double value) implements Comparable<GramsCo2e> {

  public GramsCo2e {
    Quantities.requireNotNegative("The carbon", value, "gCO2e");
  }

  public GramsCo2e times(double factor) {
    return new GramsCo2e(value * factor);
  }

  public double kilograms() {
    return value / 1_000;
  }

  @Override
  public int compareTo(GramsCo2e other) {
    return Double.compare(value, other.value);
  }

  GramsCo2e plus(GramsCo2e other) {
    return new GramsCo2e(value + other.value);
  }
}
