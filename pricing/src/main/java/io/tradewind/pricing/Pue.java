package io.tradewind.pricing;

/**
 * Power usage effectiveness: energy of the whole site over energy of its computers (ISO/IEC
 * 30134-2), so never below 1.
 */
public record Pue(double value, String source) {

  /**
   * For a cloud that declares none: an assumption between industry cloud (1.25) and on premises.
   */
  public static final Pue CLOUD_DEFAULT =
      new Pue(1.3, "assumed for clouds that declare no PUE (industry cloud average 1.25)");

  /** For an operator's own room that declares none: the industry average that clouds quote. */
  public static final Pue ON_PREMISES_DEFAULT =
      new Pue(1.63, "assumed for sites that declare no PUE (average on premises)");

  /** Above any site in use; a larger figure is a percentage or a mistake. */
  private static final double MOST = 5;

  public Pue {
    if (!(value >= 1 && value <= MOST)) {
      throw new IllegalArgumentException(
          "A PUE of %s is not between 1 and %s. It is site energy over IT energy, such as 1.2."
              .formatted(value, MOST));
    }
    Quantities.requireSource("The PUE", source);
  }

  /** True for the defaults: nobody declared this figure. */
  public boolean isAssumed() {
    return equals(CLOUD_DEFAULT) || equals(ON_PREMISES_DEFAULT);
  }
}
