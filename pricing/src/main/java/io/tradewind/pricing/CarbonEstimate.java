package io.tradewind.pricing;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Energy and carbon of one use of hardware, with where every figure comes from.
 *
 * @param itEnergy at the servers
 * @param siteEnergy at the site's meter: {@code itEnergy × pue}
 * @param grid the intensity that operational grams were reckoned with
 * @param operational site energy and network, times the grid's intensity
 * @param embodiedLow lower end of the embodied band
 * @param embodiedHigh upper end of the embodied band
 * @param sources one line for each figure that went in
 * @param estimated whether any of these figures was modelled
 * @param waterLitres on site; empty when the site's water use is unknown
 */
public record CarbonEstimate(
    KilowattHours itEnergy,
    KilowattHours siteEnergy,
    Pue pue,
    GridIntensity grid,
    GramsCo2e operational,
    GramsCo2e embodied,
    GramsCo2e embodiedLow,
    GramsCo2e embodiedHigh,
    CarbonBasis basis,
    List<String> sources,
    boolean estimated,
    OptionalDouble waterLitres) {

  public CarbonEstimate {
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(
          "A carbon estimate of %s g has no source. Name where its figures come from."
              .formatted(operational.value() + embodied.value()));
    }
  }

  /** Operational and embodied together. */
  public GramsCo2e total() {
    return operational.plus(embodied);
  }

  /** The form in which estimates are summed. */
  public CarbonAmount amount() {
    return new CarbonAmount(operational, embodied, basis, estimated);
  }
}
