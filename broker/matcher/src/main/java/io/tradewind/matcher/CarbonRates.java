package io.tradewind.matcher;

import io.tradewind.matcher.workload.DataSource;
import io.tradewind.pricing.CarbonModel;

/**
 * Carbon of a run by region as a function of the node: {@link CarbonModel} with everything but the
 * node worked out, for hot loops.
 */
final class CarbonRates {
  /** Operational grams of the run on all nodes for each watt of one; NaN for an unknown grid. */
  private final double[] gramsPerWatt;

  /** Hours of the run times nodes. */
  private final double nodeHours;

  /** Of moving data there. */
  private final double[] movedGrams;

  /** Of the open regions. */
  private final Extremes least = new Extremes(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final Extremes most = new Extremes(0, 0);

  /** Each part at the region where it is least, or greatest: an imagined region. */
  private static final class Extremes {
    double perWatt;
    double moved;

    Extremes(double perWatt, double moved) {
      this.perWatt = perWatt;
      this.moved = moved;
    }
  }

  CarbonRates(Question question, Atlas atlas, int[] regionMasks) {
    nodeHours = question.nodes() * question.run().hours();
    gramsPerWatt = new double[atlas.size()];
    movedGrams = new double[atlas.size()];
    for (int region = 0; region < gramsPerWatt.length; region++) {
      gramsPerWatt[region] = atlas.gramsPerWattHour[region] * nodeHours;
    }
    if (!question.movedData().isEmpty()) {
      reckonMoves(question, atlas);
    }
    findExtremes(regionMasks);
  }

  private void reckonMoves(Question question, Atlas atlas) {
    double gigabytes = question.moved().inGigabytes();
    for (int region = 0; region < movedGrams.length; region++) {
      movedGrams[region] = CarbonModel.egressGrams(gigabytes, atlas.intensity[region]);
    }
    for (DataSource source : question.movedData()) {
      int region = atlas.numberOf(source.region().orElseThrow());
      if (region >= 0) {
        double rest = question.movedTo(atlas.region(region)).inGigabytes();
        movedGrams[region] = CarbonModel.egressGrams(rest, atlas.intensity[region]);
      }
    }
  }

  private void findExtremes(int[] regionMasks) {
    for (int region = 0; region < gramsPerWatt.length; region++) {
      if (regionMasks[region] != 0) {
        continue;
      }
      double perWatt = gramsPerWatt[region];
      if (Double.isNaN(perWatt)) {
        most.perWatt = Double.POSITIVE_INFINITY;
        continue;
      }
      double moved = movedGrams[region];
      // Comparisons: the library's least and greatest of two doubles look after zeros and NaN.
      least.perWatt = perWatt < least.perWatt ? perWatt : least.perWatt;
      most.perWatt = perWatt > most.perWatt ? perWatt : most.perWatt;
      least.moved = moved < least.moved ? moved : least.moved;
      most.moved = moved > most.moved ? moved : most.moved;
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

  /** Whether {@link #milligrams} are at most so many: without rounding, which is slow. */
  boolean keeps(long most, int region, double watts, double embodiedGramsPerHour) {
    double grams =
        watts * gramsPerWatt[region] + embodiedGramsPerHour * nodeHours + movedGrams[region];
    return grams * 1000 < most + 0.5;
  }

  /** At an imagined region that has the least of each part that an open one has. */
  long leastMilligrams(double watts, double embodiedGramsPerHour) {
    return milligrams(least, watts, embodiedGramsPerHour);
  }

  /** At an imagined region that has the most of each part; the greatest when one is unknown. */
  long mostMilligrams(double watts, double embodiedGramsPerHour) {
    return milligrams(most, watts, embodiedGramsPerHour);
  }

  private long milligrams(Extremes at, double watts, double embodiedGramsPerHour) {
    double grams = watts * at.perWatt + embodiedGramsPerHour * nodeHours + at.moved;
    return Double.isNaN(grams) || Double.isInfinite(grams)
        ? Long.MAX_VALUE
        : Math.round(grams * 1000);
  }
}
