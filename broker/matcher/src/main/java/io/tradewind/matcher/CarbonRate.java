package io.tradewind.matcher;

import io.tradewind.api.Region;
import io.tradewind.pricing.CarbonModel;

/**
 * Carbon of a run at one place as a function of the node: {@link CarbonModel} with everything but
 * the node worked out, for hot loops.
 *
 * @param gramsPerWatt operational, of the run on all nodes; NaN when the grid is unknown
 * @param nodeHours hours of the run times nodes
 * @param movedGrams of moving data there
 */
record CarbonRate(double gramsPerWatt, double nodeHours, double movedGrams) {
  static final CarbonRate UNKNOWN = new CarbonRate(Double.NaN, 0, 0);

  static CarbonRate of(Question question, Region region, double pue, double intensity) {
    double nodeHours = question.nodes() * question.run().hours();
    return new CarbonRate(
        CarbonModel.operationalGramsPerHour(1, pue, intensity) * nodeHours,
        nodeHours,
        CarbonModel.egressGrams(question.movedTo(region).inGigabytes(), intensity));
  }

  /**
   * NaN when unknown.
   *
   * @param watts of one node; NaN when unknown
   * @param embodiedGramsPerHour of one node
   */
  double grams(double watts, double embodiedGramsPerHour) {
    return watts * gramsPerWatt + embodiedGramsPerHour * nodeHours + movedGrams;
  }

  /** Rounded, so that equal machines compare equal; {@link Long#MAX_VALUE} when unknown. */
  static long milligrams(double grams) {
    return Double.isNaN(grams) ? Long.MAX_VALUE : Math.round(grams * 1000);
  }
}
