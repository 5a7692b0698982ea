package io.tradewind.api.site;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What an ask depends on.
 *
 * @param powerUsageEffectiveness of the site; 1 is taken where nobody told
 * @param gramsPerKilowattHour of its grid now
 */
public record Circumstances(
    Instant now, OptionalDouble powerUsageEffectiveness, OptionalDouble gramsPerKilowattHour) {
  public double effectiveness() {
    return powerUsageEffectiveness.orElse(1);
  }
}
