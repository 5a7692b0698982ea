package io.tradewind.pricing;

/** Energy. */
public record KilowattHours(double value) {

  public KilowattHours {
    Quantities.requireNotNegative("The energy", value, "kWh");
  }

  public KilowattHours plus(KilowattHours other) {
    return new KilowattHours(value + other.value);
  }

  public KilowattHours times(double factor) {
    return new KilowattHours(value * factor);
  }
}
