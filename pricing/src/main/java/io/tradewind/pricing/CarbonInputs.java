package io.tradewind.pricing;

import java.time.Duration;
import java.util.Optional;

/**
 * Everything that {@link CarbonModel#estimate} looks at.
 *
 * @param power of all nodes together
 * @param embodied of all hardware that is reserved
 * @param egress data that is moved for the run
 */
public record CarbonInputs(
    PowerDraw power,
    Duration duration,
    Pue pue,
    GridIntensity grid,
    EmbodiedShare embodied,
    DataSize egress,
    Optional<WaterUse> water) {

  public CarbonInputs {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "The duration %s is negative. Maybe start and end are swapped.".formatted(duration));
    }
  }

  /** Without egress, and with water unknown. */
  public static CarbonInputs of(
      PowerDraw power, Duration duration, Pue pue, GridIntensity grid, EmbodiedShare embodied) {
    return new CarbonInputs(power, duration, pue, grid, embodied, DataSize.NONE, Optional.empty());
  }

  public CarbonInputs withEgress(DataSize data) {
    return new CarbonInputs(power, duration, pue, grid, embodied, data, water);
  }

  public CarbonInputs withWater(WaterUse use) {
    return new CarbonInputs(power, duration, pue, grid, embodied, egress, Optional.of(use));
  }
}
