package io.tradewind.matcher;

import org.jspecify.annotations.Nullable;

/**
 * Finds a slab's part of the Pareto front. Rows of one block differ in price alone, so only its
 * cheapest can be on the front. Kinds go by, the cheapest first, and a kind counts only while its
 * cheapest price, at the greenest and at the nearest place, is not beaten already. A region is left
 * out as soon as the front beats whatever may come there: no dearer machine draws less. At one
 * place the round trip is the same for all, so a dearer machine counts only if it draws less than
 * the cheapest there.
 */
final class FrontScan {
  /** As many cells as are passed by sooner than one is looked up. */
  private static final int FEW = 32;

  private static final int FEW_KINDS = 6;

  private final SegmentView view;
  private final Slab slab;
  private final Slab.Layout layout;
  private final Machines machines;
  private final SlabScan scan;
  private final Front front;
  private final Rates rates;

  /** Null where there are too few kinds for it to save anything. */
  private final @Nullable PlacePrices places;

  /** Regions that may still matter, as bits. */
  private final long[] left;

  /** The least that any kind from here on draws, by number of the passing kind. */
  private final double[] leastWatts;

  private final double[] leastEmbodied;

  FrontScan(SegmentView view, Slab slab, SlabScan scan, Front front) {
    this.view = view;
    this.slab = slab;
    layout = slab.layout;
    machines = layout.machines();
    this.scan = scan;
    this.front = front;
    rates = view.rates(layout.capacity());
    places = scan.passingCount() > FEW_KINDS ? view.placePrices() : null;
    left = new long[layout.grid().words()];
    leastWatts = new double[scan.passingCount()];
    leastEmbodied = new double[scan.passingCount()];
  }

  /**
   * Whether anything of a slab may be on the front.
   *
   * @param price of the cheapest that may
   */
  static boolean mayMatter(SegmentView view, Slab slab, long price, Front front) {
    Slab.Layout layout = slab.layout;
    return front.mayEnter(
        view.rates(layout.capacity()).leastOpenCost(price),
        view.leastMilligrams(layout.leastWatts(), layout.leastEmbodied()),
        view.leastRoundTripMicros());
  }

  void run() {
    if (places != null) {
      places.clear(layout.regions());
    }
    int[] masks = scan.regionMasks();
    for (int region : layout.regions()) {
      left[region / 64] |= masks[region] == 0 ? 1L << region : 0;
    }
    findLeast();
    for (int number = 0; number < scan.passingCount(); number++) {
      int kind = scan.passingKind(number);
      // At 1, 2, 4, 8 …: most regions are settled by the first few kinds.
      if ((number & (number - 1)) == 0 && number > 0 && !leaveOutBeaten(number)) {
        return;
      }
      if (mayReachTheFront(slab.cheapestOf(kind), machines.watts()[kind], embodied(kind))) {
        look(number, kind);
      }
    }
  }

  private double embodied(int kind) {
    return machines.embodied()[kind];
  }

  /** Unknown watts make unknown carbon, the greatest: they lower nothing. */
  private void findLeast() {
    double watts = Double.POSITIVE_INFINITY;
    double embodied = Double.POSITIVE_INFINITY;
    for (int number = scan.passingCount() - 1; number >= 0; number--) {
      int kind = scan.passingKind(number);
      double here = machines.watts()[kind];
      watts = Double.isNaN(here) ? watts : Math.min(watts, here);
      embodied = Math.min(embodied, embodied(kind));
      leastWatts[number] = watts;
      leastEmbodied[number] = embodied;
    }
  }

  private boolean mayReachTheFront(long price, double watts, double embodied) {
    return front.mayEnter(
        rates.leastOpenCost(price),
        view.leastMilligrams(watts, embodied),
        view.leastRoundTripMicros());
  }

  /** False when no region is left for the kinds from {@code number} on. */
  private boolean leaveOutBeaten(int number) {
    long price = slab.cheapestOf(scan.passingKind(number));
    boolean any = false;
    for (int word = 0; word < left.length; word++) {
      for (long rest = left[word]; rest != 0; rest &= rest - 1) {
        int region = word * 64 + Long.numberOfTrailingZeros(rest);
        long carbon = view.carbon().milligrams(region, leastWatts[number], leastEmbodied[number]);
        if (front.mayEnter(rates.leastCost(price, region), carbon, view.roundTripMicros(region))) {
          any = true;
        } else {
          left[word] &= ~(1L << region);
        }
      }
    }
    return any;
  }

  /** Cells lie side by side, and blocks do not: few of many are looked up, else all pass by. */
  private void look(int number, int kind) {
    int begin = layout.kindStart()[kind];
    int end = layout.kindStart()[kind + 1];
    if (end - begin > FEW && layout.grid().count(kind, left) < (end - begin) / 8) {
      lookUp(number, kind);
      return;
    }
    for (int cell = begin; cell < end; cell++) {
      int region = slab.cellRegion[cell];
      if ((left[region / 64] >>> region & 1) == 1) {
        look(number, kind, region, slab.cellHead[cell], cell);
      }
    }
  }

  private void lookUp(int number, int kind) {
    Grid grid = layout.grid();
    for (int word = 0; word < left.length; word++) {
      for (long rest = left[word] & grid.sold(kind, word); rest != 0; rest &= rest - 1) {
        int region = word * 64 + Long.numberOfTrailingZeros(rest);
        int row = layout.blockStart()[grid.blockAt(kind, region)];
        look(number, kind, region, slab.priceNanos[row], ~row);
      }
    }
  }

  /**
   * @param at the cell, or the complement of the row
   */
  private void look(int number, int kind, int region, long price, int at) {
    double watts = machines.watts()[kind];
    PlacePrices seen = places;
    boolean beaten = seen != null && seen.beat(region, price, watts, embodied(kind));
    if (!beaten && scan.isFeasible(number, price, region)) {
      offer(at, price, region, kind);
      if (seen != null) {
        seen.see(region, price, watts, embodied(kind));
      }
    }
  }

  private void offer(int at, long price, int region, int kind) {
    long carbon = scan.harvest().milligrams(region, kind);
    if (!front.mayEnter(rates.leastCost(price, region), carbon, view.roundTripMicros(region))) {
      return;
    }
    long cost = rates.tariff(region).ranked(price);
    if (front.mayEnter(cost, carbon, view.roundTripMicros(region))) {
      int row = at < 0 ? ~at : slab.firstRow(at);
      front.enter(scan.harvest().pick(row, region, kind, cost));
    }
  }
}
