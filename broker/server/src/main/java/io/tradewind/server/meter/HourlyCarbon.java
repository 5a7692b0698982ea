package io.tradewind.server.meter;

import io.tradewind.pricing.CarbonEstimate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Energy and carbon of one hour of a lease, fixed when the lease is written, so that every interval
 * of it stands on one basis and can be reckoned again from what is stored. The last four are null
 * in leases that are older than they.
 *
 * @param energyKilowattHours at the site's meter
 * @param serverKilowattHours at the servers: without the site's overhead
 * @param gramsPerKilowattHour the grid's intensity
 * @param waterLitres on site; null also where the site's water use is unknown
 */
public record HourlyCarbon(
    double energyKilowattHours,
    double operationalGrams,
    double embodiedGrams,
    String basis,
    String source,
    boolean estimated,
    @Nullable Double serverKilowattHours,
    @Nullable Double pue,
    @Nullable Double gramsPerKilowattHour,
    @Nullable Double waterLitres) {

  /**
   * @param hours what the estimate was made for
   */
  public static HourlyCarbon of(CarbonEstimate estimate, double hours) {
    return new HourlyCarbon(
        estimate.siteEnergy().value() / hours,
        estimate.operational().value() / hours,
        estimate.embodied().value() / hours,
        estimate.basis().name().toLowerCase(Locale.ROOT),
        String.join("; ", estimate.sources()),
        estimate.estimated(),
        estimate.itEnergy().value() / hours,
        estimate.pue().value(),
        estimate.grid().gramsPerKilowattHour(),
        estimate.waterLitres().isPresent() ? estimate.waterLitres().getAsDouble() / hours : null);
  }

  /** Of an hour that is paid for and not used. */
  HourlyCarbon unused() {
    return new HourlyCarbon(
        0,
        0,
        0,
        basis,
        source,
        estimated,
        serverKilowattHours == null ? null : 0.0,
        pue,
        gramsPerKilowattHour,
        waterLitres == null ? null : 0.0);
  }
}
