package io.tradewind.api.site;

import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/**
 * The part of an ask that follows the price of electricity: kilowatt-hour × watts × PUE.
 *
 * @param perKilowattHour what the site pays
 * @param watts of one unit at the plug of its machine; without it the rated power of its share
 */
public record EnergyPart(Money perKilowattHour, OptionalDouble watts) {
  public EnergyPart {
    if (perKilowattHour.isNegative()) {
      throw new IllegalArgumentException(
          "A kilowatt-hour at %s is paid by nobody. Write what it costs."
              .formatted(perKilowattHour));
    }
    if (watts.isPresent() && !(watts.getAsDouble() > 0 && watts.getAsDouble() <= 100_000)) {
      throw new IllegalArgumentException(
          "A unit of %s W does not exist. Write its draw at the plug, such as 700."
              .formatted(watts.getAsDouble()));
    }
  }

  /** What one unit's hour of electricity costs; rounded half even to the nano. */
  Money perHour(double ratedWatts, double powerUsageEffectiveness) {
    double kilowatts = watts.orElse(ratedWatts) * powerUsageEffectiveness / 1_000;
    return perKilowattHour.times(BigDecimal.valueOf(kilowatts), RoundingMode.HALF_EVEN);
  }
}
