package io.tradewind.adapters.carbonlive;

import java.util.Map;
import java.util.Optional;

/**
 * What a mix of fuels emits over the life cycle of its plants, with the medians of IPCC 2014 (AR5
 * WG3 annex III; coal and gas are combustion plants, biomass is dedicated). Generation alone: what
 * is imported or exported is not followed, so it is an estimate of what is consumed.
 */
public final class FuelMix {
  public static final String FACTORS = "IPCC 2014 life-cycle medians";

  private static final double UNKNOWN = 700;

  private static final Map<String, Double> GRAMS =
      Map.of(
          "coal", 820.0,
          "oil", 650.0,
          "gas", 490.0,
          "biomass", 230.0,
          "solar", 45.0,
          "geothermal", 38.0,
          "hydro", 24.0,
          "nuclear", 12.0,
          "wind", 11.0);

  private double amount;
  private double grams;

  /**
   * Adds generation in any unit, the same for all fuels.
   *
   * @param fuel one of the names above; any other counts as unknown
   */
  public void add(String fuel, double generated) {
    amount += generated;
    grams += generated * GRAMS.getOrDefault(fuel, UNKNOWN);
  }

  /** Empty when nothing was generated. */
  public Optional<Double> gramsPerKilowattHour() {
    return amount > 0 ? Optional.of(grams / amount) : Optional.empty();
  }
}
