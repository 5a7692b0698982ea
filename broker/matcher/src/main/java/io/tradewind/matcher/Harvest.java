package io.tradewind.matcher;

/**
 * Takes rows of one slab into the tally, as far as they may still be among the best. Bounds come
 * first, since most rows fall short of them; the exact cost is reckoned for the rest.
 */
final class Harvest {
  private final SegmentView view;
  private final Slab slab;
  private final Rates rates;
  private final Tally tally;
  private final double[] watts;
  private final double[] embodied;

  /** Whether the bounds on prices hold everywhere. */
  private final boolean isPriceEnough;

  private long mostOpen;

  Harvest(SegmentView view, Slab slab, Tally tally) {
    this.view = view;
    this.slab = slab;
    this.tally = tally;
    rates = view.rates(slab.layout.capacity());
    watts = slab.layout.machines().watts();
    embodied = slab.layout.machines().embodied();
    isPriceEnough = rates.first().length == 0;
    mostOpen = rates.mostRestPrice(tally.mostCost());
  }

  /** A price above which no row is among the cheapest, but where data makes places cheap. */
  long mostOpen() {
    return mostOpen;
  }

  /** A price above which no row is the best that fails this, but where data makes places cheap. */
  long mostMissed(RejectionReason reason) {
    return rates.mostRestPrice(reason, tally.mostCostOfMiss(reason));
  }

  /**
   * Feasible rows of a block, as long as they are among the cheapest.
   *
   * @param price of the first: rows lie far apart in memory, and most need not be read
   */
  void rank(long price, int start, int region, int kind, int end) {
    if (start == end || !mayRank(price, region)) {
      return;
    }
    Tariff tariff = rates.tariff(region);
    boolean better = true;
    for (int row = start; row < end && better; row++) {
      long cost = tariff.ranked(slab.priceNanos[row]);
      better = cost <= tally.mostCost() && tally.cheapest.offer(pick(row, region, kind, cost));
    }
    mostOpen = rates.mostRestPrice(tally.mostCost());
  }

  /** Whether a feasible row of this price could be among the cheapest. */
  boolean mayRank(long price, int region) {
    return (!isPriceEnough || price <= mostOpen)
        && rates.leastCost(price, region) <= tally.mostCost();
  }

  /** Whether a row of this price could be the best that fails this. */
  boolean mayMiss(RejectionReason reason, long price, int region) {
    return (!isPriceEnough || price <= mostMissed(reason))
        && rates.leastCost(price, region) <= tally.mostCostOfMiss(reason);
  }

  /**
   * @param price of the row
   */
  void miss(RejectionReason reason, long price, int row, int region, int kind) {
    if (!mayMiss(reason, price, region)) {
      return;
    }
    long cost = rates.tariff(region).ranked(price);
    if (cost <= tally.mostCostOfMiss(reason)) {
      tally.miss(reason, pick(row, region, kind, cost));
    }
  }

  /** Of the whole run on all nodes, for ranking; the greatest when unknown. */
  long milligrams(int region, int kind) {
    return view.carbon().milligrams(region, watts[kind], embodied[kind]);
  }

  Pick pick(int row, int region, int kind, long cost) {
    return new Pick(
        view,
        slab,
        row,
        region,
        kind,
        cost,
        milligrams(region, kind),
        view.roundTripMicros(region));
  }
}
