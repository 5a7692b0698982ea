package io.tradewind.matcher;

import io.tradewind.api.ProviderTerms;
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

  /** By region; none where nothing is stored or moved. */
  private final double[] least;

  private final double leastOpen;
  private final double leastAnywhere;

  /** Of regions not to look at first: the open ones, and those that fail one wish alone, by it. */
  private final double leastOpenOfRest;

  private final double[] leastByReason = new double[RejectionReason.values().length];
  private final int[] first;

  private static final FixedCosts NOTHING = new FixedCosts();

  /** Nothing anywhere. */
  private FixedCosts() {
    least = new double[0];
    first = new int[0];
    leastOpen = 0;
    leastAnywhere = 0;
    leastOpenOfRest = 0;
  }

  private FixedCosts(double[] least, int[] first, int[] regionMasks) {
    this.least = least;
    this.first = first;
    double open = Double.POSITIVE_INFINITY;
    double openOfRest = Double.POSITIVE_INFINITY;
    double anywhere = Double.POSITIVE_INFINITY;
    boolean[] isFirst = new boolean[least.length];
    for (int region : first) {
      isFirst[region] = true;
    }
    Arrays.fill(leastByReason, Double.POSITIVE_INFINITY);
    for (int region = 0; region < least.length; region++) {
      int mask = regionMasks[region];
      boolean ofRest = !isFirst[region];
      anywhere = Math.min(anywhere, least[region]);
      if (mask == 0) {
        open = Math.min(open, least[region]);
        openOfRest = ofRest ? Math.min(openOfRest, least[region]) : openOfRest;
      } else if (ofRest && (mask & (mask - 1)) == 0) {
        int reason = Integer.numberOfTrailingZeros(mask);
        leastByReason[reason] = Math.min(leastByReason[reason], least[region]);
      }
    }
    leastOpen = Double.isInfinite(open) ? 0 : open;
    leastAnywhere = Double.isInfinite(anywhere) ? 0 : anywhere;
    leastOpenOfRest = Double.isInfinite(openOfRest) ? 0 : openOfRest;
  }

  static FixedCosts of(SegmentView view, int[] regionMasks) {
    Question question = view.question();
    Atlas atlas = view.atlas();
    TariffNumbers tariffs = view.tariffNumbers();
    boolean moves = !question.movedData().isEmpty();
    if (question.isByList() || (question.disk().equals(DataSize.NONE) && !moves)) {
      return NOTHING;
    }
    double[] least = new double[atlas.size()];
    double[] byTariff = new double[tariffs.count()];
    Arrays.fill(byTariff, Double.NaN);
    for (int region = 0; region < least.length; region++) {
      int tariff = tariffs.byRegion()[region];
      if (Double.isNaN(byTariff[tariff])) {
        byTariff[tariff] = at(question, atlas.region(region), view.terms(region));
      }
      least[region] = byTariff[tariff];
    }
    return new FixedCosts(least, moves ? first(least, regionMasks) : new int[0], regionMasks);
  }

  private static double at(Question question, Region region, ProviderTerms terms) {
    double disk =
        question.disk().equals(DataSize.NONE)
            ? 0
            : Tariff.leastDiskNanos(question, terms, question.run().duration().toSeconds());
    double egress = question.egress().costOf(region).amount().doubleValue() * 1e9;
    return (disk + egress) * BELOW;
  }

  private static int[] first(double[] least, int[] regionMasks) {
    int[] open = new int[MOST_FIRST];
    int[] failing = new int[MOST_FIRST];
    int openCount = 0;
    int failingCount = 0;
    for (int region = 0; region < least.length; region++) {
      int mask = regionMasks[region];
      if (mask == 0) {
        openCount = put(open, openCount, region, least);
      } else if ((mask & (mask - 1)) == 0) {
        failingCount = put(failing, failingCount, region, least);
      }
    }
    int[] first = Arrays.copyOf(open, openCount + failingCount);
    System.arraycopy(failing, 0, first, openCount, failingCount);
    return first;
  }

  /** Keeps the cheapest in order, of equal ones the first; returns how many there are. */
  private static int put(int[] cheapest, int count, int region, double[] least) {
    int at = count;
    while (at > 0 && least[region] < least[cheapest[at - 1]]) {
      at--;
    }
    if (at == cheapest.length) {
      return count;
    }
    int kept = Math.min(count, cheapest.length - 1);
    System.arraycopy(cheapest, at, cheapest, at + 1, kept - at);
    cheapest[at] = region;
    return kept + 1;
  }

  double at(int region) {
    return least.length == 0 ? 0 : least[region];
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

  /** Where it is cheapest, open or not. */
  double leastAnywhere() {
    return leastAnywhere;
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
