package io.tradewind.pricing;

/**
 * What a grid figure counts. Figures of different bases answer different questions and are never
 * summed or compared: a grid may stand at 28 g/kWh on average and at 462 g/kWh at the margin.
 *
 * <p>Average: the mix that was generated; marginal: the plant that answers one more kilowatt-hour.
 * Location: the physical grid; market: what contracts and certificates say. Direct: combustion
 * only, the boundary of GHG Protocol Scope 2; life cycle: building and fuelling the plants as well.
 */
public enum CarbonBasis {
  AVERAGE_LOCATION_LIFECYCLE(false, false, true),
  AVERAGE_LOCATION_DIRECT(false, false, false),
  MARGINAL_LOCATION_LIFECYCLE(true, false, true),
  MARGINAL_LOCATION_DIRECT(true, false, false),
  AVERAGE_MARKET_LIFECYCLE(false, true, true),
  AVERAGE_MARKET_DIRECT(false, true, false);

  private final boolean marginal;
  private final boolean marketBased;
  private final boolean lifecycle;

  CarbonBasis(boolean marginal, boolean marketBased, boolean lifecycle) {
    this.marginal = marginal;
    this.marketBased = marketBased;
    this.lifecycle = lifecycle;
  }

  public boolean isMarginal() {
    return marginal;
  }

  public boolean isMarketBased() {
    return marketBased;
  }

  public boolean isLifecycle() {
    return lifecycle;
  }

  /** The SCI specification (ISO/IEC 21031:2024) takes any signal except market-based ones. */
  public boolean isAllowedInSci() {
    return !marketBased;
  }

  /** For people: {@code average, location-based, life cycle}. */
  public String description() {
    return (marginal ? "marginal" : "average")
        + (marketBased ? ", market-based" : ", location-based")
        + (lifecycle ? ", life cycle" : ", direct");
  }
}
