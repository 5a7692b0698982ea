package io.tradewind.matcher;

import io.tradewind.matcher.workload.DataSource;
import io.tradewind.pricing.CarbonModel;
import org.jspecify.annotations.Nullable;

/**
 * Carbon of a run by region as a function of the node: {@link CarbonModel} with everything but the
 * node worked out, for hot loops.
 */
final class CarbonRates {
  private static final double[] NOTHING_MOVED = {};

  private final double[] gramsPerWattHour;

  /** Hours of the run times nodes. */
  private final double nodeHours;

  /** Of moving data there; none where nothing is moved. */
  private final double[] movedGrams;

  private final int[] regionMasks;

  /** Of the open regions; null before it is asked for. */
  private @Nullable Extremes least;

  private @Nullable Extremes most;

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
    this.regionMasks = regionMasks;
    nodeHours = question.nodes() * question.run().hours();
    gramsPerWattHour = atlas.gramsPerWattHour;
    movedGrams = question.movedData().isEmpty() ? NOTHING_MOVED : moves(question, atlas);
  }

  private static double[] moves(Question question, Atlas atlas) {
    double[] grams = new double[atlas.size()];
    double gigabytes = question.moved().inGigabytes();
    for (int region = 0; region < grams.length; region++) {
      grams[region] = CarbonModel.egressGrams(gigabytes, atlas.intensity[region]);
    }
    for (DataSource source : question.movedData()) {
      int region = atlas.numberOf(source.region().orElseThrow());
      if (region >= 0) {
        double rest = question.movedTo(atlas.region(region)).inGigabytes();
        grams[region] = CarbonModel.egressGrams(rest, atlas.intensity[region]);
      }
    }
    return grams;
  }

  private Extremes least() {
    Extremes known = least;
    if (known == null) {
      known = new Extremes(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
      for (int region = 0; region < gramsPerWattHour.length; region++) {
        double perWatt = gramsPerWattHour[region];
        if (regionMasks[region] == 0 && !Double.isNaN(perWatt)) {
          double moved = moved(region);
          // Comparisons: the library's least of two doubles looks after zeros and NaN.
          known.perWatt = perWatt < known.perWatt ? perWatt : known.perWatt;
          known.moved = moved < known.moved ? moved : known.moved;
        }
      }
      known.perWatt *= nodeHours;
      least = known;
    }
    return known;
  }

  private Extremes most() {
    Extremes known = most;
    if (known == null) {
      known = new Extremes(0, 0);
      for (int region = 0; region < gramsPerWattHour.length; region++) {
        if (regionMasks[region] == 0) {
          double perWatt = gramsPerWattHour[region];
          double moved = moved(region);
          known.perWatt =
              Double.isNaN(perWatt)
                  ? Double.POSITIVE_INFINITY
                  : perWatt > known.perWatt ? perWatt : known.perWatt;
          known.moved = moved > known.moved ? moved : known.moved;
        }
      }
      known.perWatt *= nodeHours;
      most = known;
    }
    return known;
  }

  private double moved(int region) {
    return movedGrams.length == 0 ? 0 : movedGrams[region];
  }

  private double grams(int region, double watts, double embodiedGramsPerHour) {
    return watts * (gramsPerWattHour[region] * nodeHours)
        + embodiedGramsPerHour * nodeHours
        + moved(region);
  }

  /**
   * Rounded, so that equal machines compare equal; {@link Long#MAX_VALUE} when unknown.
   *
   * @param watts of one node; NaN when unknown
   * @param embodiedGramsPerHour of one node
   */
  long milligrams(int region, double watts, double embodiedGramsPerHour) {
    double grams = grams(region, watts, embodiedGramsPerHour);
    return Double.isNaN(grams) ? Long.MAX_VALUE : Math.round(grams * 1000);
  }

  /** Whether {@link #milligrams} are at most so many: without rounding, which is slow. */
  boolean keeps(long most, int region, double watts, double embodiedGramsPerHour) {
    double grams = grams(region, watts, embodiedGramsPerHour);
    return grams * 1000 < most + 0.5;
  }

  /** At an imagined region that has the least of each part that an open one has. */
  long leastMilligrams(double watts, double embodiedGramsPerHour) {
    return milligrams(least(), watts, embodiedGramsPerHour);
  }

  /** At an imagined region that has the most of each part; the greatest when one is unknown. */
  long mostMilligrams(double watts, double embodiedGramsPerHour) {
    return milligrams(most(), watts, embodiedGramsPerHour);
  }

  private long milligrams(Extremes at, double watts, double embodiedGramsPerHour) {
    double grams = watts * at.perWatt + embodiedGramsPerHour * nodeHours + at.moved;
    return Double.isNaN(grams) || Double.isInfinite(grams)
        ? Long.MAX_VALUE
        : Math.round(grams * 1000);
  }
}
