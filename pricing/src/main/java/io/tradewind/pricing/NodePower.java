package io.tradewind.pricing;

/**
 * Rated power of one whole node: what its maker says that it can draw at the plug. Without a
 * measured utilisation, heavy training draws {@value #TRAINING_SHARE} of it (8 × H100 HGX: IEEE
 * Access 13:61740, arXiv 2506.14551); estimates from accelerator TDP alone err by 27 to 37 %.
 *
 * @param accelerators in the node; zero for a node without
 * @param estimated true when the rating was derived and not declared
 */
public record NodePower(Watts rated, int accelerators, String source, boolean estimated) {

  /** Share of the rated power that compute-heavy training draws. */
  public static final double TRAINING_SHARE = 0.76;

  /** Full-load watts of one virtual CPU: Cloud Carbon Footprint's average for one large cloud. */
  public static final double WATTS_PER_VCPU = 3.5;

  /** Watts of a gigabyte of memory: Cloud Carbon Footprint. */
  public static final double WATTS_PER_MEMORY_GIGABYTE = 0.392;

  // The reference machine: 8 × H100 HGX of 700 W each, 192 vCPU, 2,048 GB, rated 10.2 kW.
  private static final double HGX_RATED = 10_200;
  private static final double HGX_ACCELERATORS = 8 * 700.0;
  private static final double HGX_HOST = 192 * WATTS_PER_VCPU + 2_048 * WATTS_PER_MEMORY_GIGABYTE;

  /** Rated node power per watt of accelerator TDP, about 1.82: 10.2 kW over 8 × 700 W. */
  public static final double RATED_PER_TDP = HGX_RATED / HGX_ACCELERATORS;

  /**
   * Fans, network, switches, storage and power supplies as a factor on accelerators, CPUs and
   * memory, about 1.44, set so that the reference machine comes out at its rating. Boavizta's band
   * for other components is 1.2 to 1.6.
   */
  public static final double OTHER_COMPONENTS = HGX_RATED / (HGX_ACCELERATORS + HGX_HOST);

  public NodePower {
    if (accelerators < 0) {
      throw new IllegalArgumentException(
          "A node with %d accelerators does not exist. Use zero for a node without."
              .formatted(accelerators));
    }
    Quantities.requireSource("The rated power", source);
  }

  public static NodePower declared(Watts rated, int accelerators, String source) {
    return new NodePower(rated, accelerators, source, false);
  }

  /**
   * For a node of which only the accelerators are known: their TDP times {@link #RATED_PER_TDP}.
   */
  public static NodePower fromTdp(Watts acceleratorTdp, int accelerators) {
    return new NodePower(
        new Watts(ratedWatts(acceleratorTdp.value(), accelerators)),
        accelerators,
        "accelerator TDP × %.2f, the ratio of an 8 × H100 HGX node".formatted(RATED_PER_TDP),
        true);
  }

  /** For a node whose CPUs and memory are known: the parts, times {@link #OTHER_COMPONENTS}. */
  public static NodePower fromParts(
      Watts acceleratorTdp, int accelerators, double vcpus, double memoryGigabytes) {
    Quantities.requireNotNegative("The number of virtual CPUs", vcpus, "vCPU");
    Quantities.requireNotNegative("The memory", memoryGigabytes, "GB");
    return new NodePower(
        new Watts(ratedWatts(acceleratorTdp.value(), accelerators, vcpus, memoryGigabytes)),
        accelerators,
        "accelerator TDP, %s W a vCPU and %s W a GB, × %.2f for other components"
            .formatted(WATTS_PER_VCPU, WATTS_PER_MEMORY_GIGABYTE, OTHER_COMPONENTS),
        true);
  }

  /** The whole node under heavy load. */
  public PowerDraw training() {
    return draw(rated.times(TRAINING_SHARE));
  }

  /** The share of {@code used} of the node's accelerators under heavy load, host included. */
  public PowerDraw training(int used) {
    requireShare(used, accelerators);
    return draw(new Watts(trainingWatts(rated.value(), used, accelerators)));
  }

  public static double ratedWatts(double acceleratorTdp, int accelerators) {
    return acceleratorTdp * accelerators * RATED_PER_TDP;
  }

  public static double ratedWatts(
      double acceleratorTdp, int accelerators, double vcpus, double memoryGigabytes) {
    double host = vcpus * WATTS_PER_VCPU + memoryGigabytes * WATTS_PER_MEMORY_GIGABYTE;
    return (acceleratorTdp * accelerators + host) * OTHER_COMPONENTS;
  }

  public static double trainingWatts(double ratedWatts, int used, int inNode) {
    return TRAINING_SHARE * ratedWatts * used / inNode;
  }

  static void requireShare(int used, int inNode) {
    if (used < 1 || used > inNode) {
      throw new IllegalArgumentException(
          "%d accelerators of a node with %d are no share of it. Use 1 to %d."
              .formatted(used, inNode, inNode));
    }
  }

  private PowerDraw draw(Watts watts) {
    // The share under load is a model even when the rating is declared.
    return new PowerDraw(
        watts, "%.0f %% of rated power (%s)".formatted(TRAINING_SHARE * 100, source), true);
  }
}
