package io.tradewind.pricing;

import java.time.Duration;

/** Electrical power. */
public record Watts(double value) {

  public Watts {
    Quantities.requireNotNegative("The power", value, "W");
  }

  public Watts plus(Watts other) {
    return new Watts(value + other.value);
  }

  public Watts times(double factor) {
    return new Watts(value * factor);
  }

  public KilowattHours over(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "The duration %s is negative. Maybe start and end are swapped.".formatted(duration));
    }
    return new KilowattHours(value * CarbonModel.hours(duration) / 1_000);
  }
}
