package io.tradewind.pricing;

/**
 * Power that a workload draws at the servers, before the site's overhead.
 *
 * @param estimated true unless it was metered
 */
public record PowerDraw(Watts atServers, String source, boolean estimated) {

  public PowerDraw {
    Quantities.requireSource("The power draw", source);
  }

  public PowerDraw times(int nodes) {
    return new PowerDraw(atServers.times(nodes), source, estimated);
  }
}
