package io.tradewind.matcher;

import io.tradewind.api.Region;
import io.tradewind.pricing.DataSize;
import java.util.Arrays;

/**
 * What a run costs at each region at least, whatever the machine: storage and moved data, in
 * billionths.
 */
final class FixedCosts {
  private static final double BELOW = 1 - 1e-9;

  /** Of open regions, and of regions that fail one wish, each. */
  private static final int MOST_FIRST = 4;

  private final double[] least;
  private final double leastOpen;

  /** Of regions not to look at first: the open ones, and those that fail one wish alone, by it. */
  private final double leastOpenOfRest;

  private final double[] leastByReason = new double[RejectionReason.values().length];
  private final int[] first;

  /** Nothing anywhere. */
  private FixedCosts(int regions) {
    least = new double[regions];
    first = new int[0];
    leastOpen = 0;
    leastOpenOfRest = 0;
  }

  private FixedCosts(double[] least, int[] first, int[] regionMasks) {
    this.least = least;
    this.first = first;
    double open = Double.POSITIVE_INFINITY;
    double openOfRest = Double.POSITIVE_INFINITY;
    Arrays.fill(leastByReason, Double.POSITIVE_INFINITY);
    for (int region = 0; region < least.length; region++) {
      int mask = regionMasks[region];
      boolean ofRest = !isIn(first, region);
      if (mask == 0) {
        open = Math.min(open, least[region]);
        openOfRest = ofRest ? Math.min(openOfRest, least[region]) : openOfRest;
      } else if (ofRest && (mask & (mask - 1)) == 0) {
        int reason = Integer.numberOfTrailingZeros(mask);
        leastByReason[reason] = Math.min(leastByReason[reason], least[region]);
      }
    }
    leastOpen = Double.isInfinite(open) ? 0 : open;
    leastOpenOfRest = Double.isInfinite(openOfRest) ? 0 : openOfRest;
  }

  static FixedCosts of(Question question, Atlas atlas, TariffNumbers tariffs, int[] regionMasks) {
    boolean moves = !question.movedData().isEmpty();
    if (question.isByList() || (question.disk().equals(DataSize.NONE) && !moves)) {
      return new FixedCosts(atlas.size());
    }
    double[] least = new double[atlas.size()];
    double[] byTariff = new double[tariffs.count()];
    Arrays.fill(byTariff, Double.NaN);
    for (int region = 0; region < least.length; region++) {
      int tariff = tariffs.byRegion()[region];
      if (Double.isNaN(byTariff[tariff])) {
        byTariff[tariff] = at(question, atlas.region(region));
      }
      least[region] = byTariff[tariff];
    }
    return new FixedCosts(least, moves ? first(least, regionMasks) : new int[0], regionMasks);
  }

  private static double at(Question question, Region region) {
    double disk = question.diskCost(region).amount().doubleValue();
    double egress = Egress.costOf(question, region).amount().doubleValue();
    return (disk + egress) * 1e9 * BELOW;
  }

  private static int[] first(double[] least, int[] regionMasks) {
    int[] first = new int[2 * MOST_FIRST];
    int count = 0;
    for (int failures = 0; failures <= 1; failures++) {
      for (int i = 0; i < MOST_FIRST; i++) {
        int next = -1;
        for (int region = 0; region < least.length; region++) {
          if (Integer.bitCount(regionMasks[region]) == failures
              && (next < 0 || least[region] < least[next])
              && !isIn(Arrays.copyOf(first, count), region)) {
            next = region;
          }
        }
        if (next >= 0) {
          first[count++] = next;
        }
      }
    }
    return Arrays.copyOf(first, count);
  }

  private static boolean isIn(int[] regions, int region) {
    for (int one : regions) {
      if (one == region) {
        return true;
      }
    }
    return false;
  }

  double at(int region) {
    return least[region];
  }

  /**
   * A few regions to look at first: where data has to be moved, those where it costs least. The
   * price alone says little before something is known of them.
   */
  int[] first() {
    return first;
  }

  /** Where it is cheapest, among the regions that are open. */
  double leastOpen() {
    return leastOpen;
  }

  /** Where it is cheapest, among open regions but for those to look at {@link #first}. */
  double leastOfRest() {
    return leastOpenOfRest;
  }

  /** The same for regions that fail this alone; or for open ones, where it is not the region. */
  double leastOfRest(RejectionReason reason) {
    double least = leastByReason[reason.ordinal()];
    return Double.isInfinite(least) ? leastOpenOfRest : least;
  }
}
