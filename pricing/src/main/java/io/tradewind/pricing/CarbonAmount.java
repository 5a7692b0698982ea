package io.tradewind.pricing;

/**
 * Carbon that may be summed: operational and embodied grams kept apart, with the basis of the
 * operational part. Once estimated, a sum stays estimated.
 *
 * @param operational energy used times grid intensity
 * @param embodied this use's share of making the hardware; the same under every basis
 * @param estimated whether any figure in it was modelled and not measured or declared
 */
public record CarbonAmount(
    GramsCo2e operational, GramsCo2e embodied, CarbonBasis basis, boolean estimated) {

  public static CarbonAmount zero(CarbonBasis basis) {
    return new CarbonAmount(new GramsCo2e(0), new GramsCo2e(0), basis, false);
  }

  /** Refuses another basis: the sum would mean nothing. */
  public CarbonAmount plus(CarbonAmount other) {
    if (basis != other.basis) {
      throw new IllegalArgumentException(
          "Cannot add carbon that is %s to carbon that is %s. Estimate both with one signal."
              .formatted(other.basis.description(), basis.description()));
    }
    return new CarbonAmount(
        operational.plus(other.operational),
        embodied.plus(other.embodied),
        basis,
        estimated || other.estimated);
  }

  /** Operational and embodied together, as the SCI specification asks for. */
  public GramsCo2e total() {
    return operational.plus(embodied);
  }
}
