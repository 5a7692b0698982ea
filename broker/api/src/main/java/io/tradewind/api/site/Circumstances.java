package io.tradewind.api.site;

import io.tradewind.api.GeoPoint;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an ask depends on.
 *
 * @param powerUsageEffectiveness of the site; 1 is taken where nobody told
 * @param gramsPerKilowattHour of its grid now
 * @param place where it lies, which says when the sun shines there
 */
public record Circumstances(
    Instant now,
    OptionalDouble powerUsageEffectiveness,
    OptionalDouble gramsPerKilowattHour,
    Optional<GeoPoint> place) {
  /** Of a site that does not say where it lies. */
  public Circumstances(
      Instant now, OptionalDouble powerUsageEffectiveness, OptionalDouble gramsPerKilowattHour) {
    this(now, powerUsageEffectiveness, gramsPerKilowattHour, Optional.empty());
  }

  /** The same at another moment, were the grid then as it is now. */
  public Circumstances at(Instant moment) {
    return new Circumstances(moment, powerUsageEffectiveness, gramsPerKilowattHour, place);
  }

  public double effectiveness() {
    return powerUsageEffectiveness.orElse(1);
  }
}
