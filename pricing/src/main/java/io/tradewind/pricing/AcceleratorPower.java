package io.tradewind.pricing;

/**
 * Power of one accelerator between idle and full load, for workloads whose utilisation is known.
 *
 * <p>Published pairs (Cloud Carbon Footprint, Apache-2.0): T4 8 and 71 W, A10G 18 and 153 W, V100
 * 35 and 306 W, A100 46 and 407 W; the upper end is about 1.02 times the rated TDP.
 */
public record AcceleratorPower(Watts idle, Watts max, String source) {

  public AcceleratorPower {
    if (idle.value() > max.value()) {
      throw new IllegalArgumentException(
          "Idle power %s W is above full power %s W. Maybe the two are swapped."
              .formatted(idle.value(), max.value()));
    }
    Quantities.requireSource("The accelerator's power", source);
  }

  /**
   * {@code used × (idle + utilisation × (max − idle)) + used / inNode × host}.
   *
   * @param utilisation 0 to 1, mean over the run
   * @param host power of the node without its accelerators
   */
  public PowerDraw at(double utilisation, int used, int inNode, Watts host) {
    NodePower.requireShare(used, inNode);
    double watts = wattsAt(utilisation, used, inNode, idle.value(), max.value(), host.value());
    return new PowerDraw(
        new Watts(watts), "%s, at %.0f %% utilisation".formatted(source, utilisation * 100), true);
  }

  public static double wattsAt(
      double utilisation, int used, int inNode, double idle, double max, double host) {
    if (!(utilisation >= 0 && utilisation <= 1)) {
      throw new IllegalArgumentException(
          "A utilisation of %s is not between 0 and 1. Maybe it is in percent."
              .formatted(utilisation));
    }
    return used * (idle + utilisation * (max - idle)) + (double) used / inNode * host;
  }
}
