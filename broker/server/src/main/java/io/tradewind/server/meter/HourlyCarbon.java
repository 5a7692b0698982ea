package io.tradewind.server.meter;

import io.tradewind.pricing.CarbonEstimate;

/**
 * Energy and carbon of one hour of a lease, fixed when the lease is written, so that every interval
 * of it stands on one basis.
 *
 * @param energyKilowattHours at the site's meter
 */
public record HourlyCarbon(
    double energyKilowattHours,
    double operationalGrams,
    double embodiedGrams,
    String basis,
    String source,
    boolean estimated) {

  /**
   * @param hours what the estimate was made for
   */
  public static HourlyCarbon of(CarbonEstimate estimate, double hours) {
    return new HourlyCarbon(
        estimate.siteEnergy().value() / hours,
        estimate.operational().value() / hours,
        estimate.embodied().value() / hours,
        estimate.basis().name().toLowerCase(java.util.Locale.ROOT),
        String.join("; ", estimate.sources()),
        estimate.estimated());
  }
}
