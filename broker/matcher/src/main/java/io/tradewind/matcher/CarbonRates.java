package io.tradewind.matcher;

import io.tradewind.pricing.CarbonModel;

/**
 * Carbon of a run by region as a function of the node: {@link CarbonModel} with everything but the
 * node worked out, for hot loops.
 */
final class CarbonRates {
  private static final double NOT_ASKED = -1;

  /** Operational grams of the run on all nodes for each watt of one; NaN for an unknown grid. */
  private final double[] gramsPerWatt;

  /** Hours of the run times nodes. */
  private final double nodeHours;

  /** Of moving data there. */
  private final double[] movedGrams;

  private double leastPerWatt = NOT_ASKED;
  private double leastMoved;

  CarbonRates(Question question, Atlas atlas) {
    nodeHours = question.nodes() * question.run().hours();
    gramsPerWatt = new double[atlas.size()];
    movedGrams = new double[atlas.size()];
    boolean moves = !question.movedData().isEmpty();
    for (int region = 0; region < gramsPerWatt.length; region++) {
      double intensity = atlas.intensity[region];
      gramsPerWatt[region] =
          CarbonModel.operationalGramsPerHour(1, atlas.pue[region], intensity) * nodeHours;
      if (moves) {
        double gigabytes = question.movedTo(atlas.region(region)).inGigabytes();
        movedGrams[region] = CarbonModel.egressGrams(gigabytes, intensity);
      }
    }
  }

  /**
   * Rounded, so that equal machines compare equal; {@link Long#MAX_VALUE} when unknown.
   *
   * @param watts of one node; NaN when unknown
   * @param embodiedGramsPerHour of one node
   */
  long milligrams(int region, double watts, double embodiedGramsPerHour) {
    double grams =
        watts * gramsPerWatt[region] + embodiedGramsPerHour * nodeHours + movedGrams[region];
    return Double.isNaN(grams) ? Long.MAX_VALUE : Math.round(grams * 1000);
  }

  /** At an imagined region that has the least of each part that an open one has. */
  long leastMilligrams(int[] regionMasks, double watts, double embodiedGramsPerHour) {
    if (leastPerWatt == NOT_ASKED) {
      leastPerWatt = Double.POSITIVE_INFINITY;
      leastMoved = Double.POSITIVE_INFINITY;
      for (int region = 0; region < gramsPerWatt.length; region++) {
        if (regionMasks[region] == 0 && !Double.isNaN(gramsPerWatt[region])) {
          leastPerWatt = Math.min(leastPerWatt, gramsPerWatt[region]);
          leastMoved = Math.min(leastMoved, movedGrams[region]);
        }
      }
    }
    double grams = watts * leastPerWatt + embodiedGramsPerHour * nodeHours + leastMoved;
    return Double.isNaN(grams) || Double.isInfinite(grams)
        ? Long.MAX_VALUE
        : Math.round(grams * 1000);
  }
}
