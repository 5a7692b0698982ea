package io.tradewind.matcher;

import java.util.Arrays;

/**
 * Finds a slab's part of the Pareto front. Rows of one cell differ in price alone, so only its
 * cheapest can be on the front. At one place the round trip is the same for all, so the place's
 * cheapest cell goes first; then a place is looked into only while its cheapest price, together
 * with the least carbon that a machine could have there, is not beaten.
 */
final class FrontScan {
  private static final int NONE = -1;

  private final SegmentView view;
  private final Slab slab;
  private final Slab.Layout layout;
  private final SlabScan scan;
  private final Front front;
  private final Rates rates;
  private final long[] roundTrips;

  /** By region: the passing kind's number and cell of the cheapest, and what it weighs. */
  private final int[] leastNumber;

  private final int[] leastCell;
  private final long[] leastPrice;

  FrontScan(SegmentView view, Slab slab, SlabScan scan, Front front) {
    this.view = view;
    this.slab = slab;
    layout = slab.layout;
    this.scan = scan;
    this.front = front;
    rates = view.rates(layout.capacity());
    roundTrips = view.roundTripMicros();
    leastNumber = new int[roundTrips.length];
    leastCell = new int[roundTrips.length];
    leastPrice = new long[roundTrips.length];
    Arrays.fill(leastPrice, Long.MAX_VALUE);
    Arrays.fill(leastCell, NONE);
  }

  void run() {
    for (int number = 0; number < scan.passingCount(); number++) {
      int kind = scan.passingKind(number);
      for (int cell = layout.kindStart()[kind]; cell < layout.kindStart()[kind + 1]; cell++) {
        int region = slab.cellRegion[cell];
        if (slab.cellHead[cell] < leastPrice[region] && scan.isFeasible(number, cell)) {
          leastPrice[region] = slab.cellHead[cell];
          leastCell[region] = cell;
          leastNumber[region] = number;
        }
      }
    }
    for (int region : layout.regions()) {
      if (leastCell[region] != NONE) {
        offer(leastNumber[region], leastCell[region]);
      }
    }
    closeBeatenRegions();
    lookIntoTheRest();
  }

  /** Marks a region as done when even its ideal machine would be beaten. */
  private void closeBeatenRegions() {
    double watts = Double.POSITIVE_INFINITY;
    double embodied = Double.POSITIVE_INFINITY;
    for (int number = 0; number < scan.passingCount(); number++) {
      int shape = layout.kindShape()[scan.passingKind(number)];
      if (!Double.isNaN(view.shapes().watts[shape])) {
        watts = Math.min(watts, view.shapes().watts[shape]);
        embodied = Math.min(embodied, view.shapes().embodied[shape]);
      }
    }
    double leastWatts = Double.isInfinite(watts) ? Double.NaN : watts;
    for (int region : layout.regions()) {
      if (leastCell[region] != NONE) {
        long carbon = CarbonRate.milligrams(rates.carbon(region).grams(leastWatts, embodied));
        long cost = rates.tariff(region).ranked(leastPrice[region]);
        leastCell[region] = front.mayEnter(cost, carbon, roundTrips[region]) ? 0 : NONE;
      }
    }
  }

  private void lookIntoTheRest() {
    for (int number = 0; number < scan.passingCount(); number++) {
      int kind = scan.passingKind(number);
      for (int cell = layout.kindStart()[kind]; cell < layout.kindStart()[kind + 1]; cell++) {
        if (leastCell[slab.cellRegion[cell]] != NONE && scan.isFeasible(number, cell)) {
          offer(number, cell);
        }
      }
    }
  }

  private void offer(int number, int cell) {
    int region = slab.cellRegion[cell];
    int kind = scan.passingKind(number);
    long cost = rates.tariff(region).ranked(slab.cellHead[cell]);
    long carbon = rates.milligrams(region, layout.kindShape()[kind]);
    if (front.mayEnter(cost, carbon, roundTrips[region])) {
      front.enter(scan.pick(slab.firstRow(cell), region, kind, cost));
    }
  }
}
