package io.tradewind.pricing;

/**
 * Carbon of making the hardware, spread evenly over its life. Figures of this kind differ widely
 * between methods: 150 kg to 575 kg for one and the same class of accelerator. The honest band is
 * half to double, {@link #low()} to {@link #high()}.
 *
 * @param gramsPerHour for each hour in which the hardware is reserved, used or not
 * @param estimated true when the hardware's own figure was not known
 */
public record EmbodiedShare(double gramsPerHour, String source, boolean estimated) {

  /** Kilograms for one L4, from Boavizta's factors. */
  public static final double L4_KILOGRAMS = 114;

  /** Kilograms for one A100 with 40 GB, from Boavizta's factors. */
  public static final double A100_40GB_KILOGRAMS = 273;

  /** Kilograms for one H100 with 80 GB, from Boavizta's factors; three quarters is its memory. */
  public static final double H100_80GB_KILOGRAMS = 575;

  /** Economic life of an accelerator, in years. */
  public static final double ACCELERATOR_YEARS = 3;

  /** Boavizta's life of a server, in years. */
  public static final double SERVER_YEARS = 6;

  /** Memory dominates, so an unknown accelerator counts like the H100, by its gigabytes. */
  public static final double KILOGRAMS_PER_ACCELERATOR_GIGABYTE = H100_80GB_KILOGRAMS / 80;

  /**
   * Host without accelerators, by memory: 3 to 4 t for two CPUs, 2 TB of memory and 30 TB of flash
   * by the same factors. Rough.
   */
  public static final double KILOGRAMS_PER_HOST_GIGABYTE = 3_500.0 / 2_048;

  private static final double HOURS_PER_YEAR = 8_760;
  private static final double LOW = 0.5;
  private static final double HIGH = 2;

  public EmbodiedShare {
    Quantities.requireNotNegative("The embodied carbon", gramsPerHour, "g/h");
    Quantities.requireSource("The embodied carbon", source);
  }

  /** A known figure for one device. */
  public static EmbodiedShare known(double kilograms, double lifetimeYears, String source) {
    return new EmbodiedShare(gramsPerHour(kilograms, lifetimeYears), source, false);
  }

  /** For one accelerator whose own figure is unknown. */
  public static EmbodiedShare byAcceleratorMemory(double gigabytes) {
    return new EmbodiedShare(
        gramsPerHour(gigabytes * KILOGRAMS_PER_ACCELERATOR_GIGABYTE, ACCELERATOR_YEARS),
        "by memory: %.2f kg a GB as in an H100, over %.0f years"
            .formatted(KILOGRAMS_PER_ACCELERATOR_GIGABYTE, ACCELERATOR_YEARS),
        true);
  }

  /** For the part of a host that comes with this much of its memory. */
  public static EmbodiedShare byHostMemory(double gigabytes) {
    return new EmbodiedShare(
        gramsPerHour(gigabytes * KILOGRAMS_PER_HOST_GIGABYTE, SERVER_YEARS),
        "host by memory: %.2f kg a GB, over %.0f years"
            .formatted(KILOGRAMS_PER_HOST_GIGABYTE, SERVER_YEARS),
        true);
  }

  public EmbodiedShare times(int count) {
    return new EmbodiedShare(gramsPerHour * count, source, estimated);
  }

  /** Hardware that is reserved together, such as accelerators and their host. */
  public EmbodiedShare plus(EmbodiedShare other) {
    return new EmbodiedShare(
        gramsPerHour + other.gramsPerHour,
        source + "; " + other.source,
        estimated || other.estimated);
  }

  /** Lower end of the band, grams an hour. */
  public double low() {
    return gramsPerHour * LOW;
  }

  /** Upper end of the band, grams an hour. */
  public double high() {
    return gramsPerHour * HIGH;
  }

  public static double gramsPerHour(double kilograms, double lifetimeYears) {
    Quantities.requireNotNegative("The embodied carbon", kilograms, "kg");
    if (!(lifetimeYears > 0)) {
      throw new IllegalArgumentException(
          "A life of %s years is not positive. Use %s for an accelerator, %s for a server."
              .formatted(lifetimeYears, ACCELERATOR_YEARS, SERVER_YEARS));
    }
    return kilograms * 1_000 / (lifetimeYears * HOURS_PER_YEAR);
  }
}
