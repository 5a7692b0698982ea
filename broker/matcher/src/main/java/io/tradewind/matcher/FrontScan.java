package io.tradewind.matcher;

/**
 * Finds a slab's part of the Pareto front. Rows of one cell differ in price alone, so only its
 * cheapest can be on the front. Kinds go by, the cheapest first, and a kind counts only while its
 * cheapest price, at the greenest and at the nearest place, is not beaten already. At one place the
 * round trip is the same for all, so a dearer machine counts only if it draws less than the
 * cheapest there.
 */
final class FrontScan {
  private final SegmentView view;
  private final Slab slab;
  private final Slab.Layout layout;
  private final Machines machines;
  private final SlabScan scan;
  private final Front front;
  private final Rates rates;
  private final long[] roundTrips;
  private final PlacePrices places;

  FrontScan(SegmentView view, Slab slab, SlabScan scan, Front front) {
    this.view = view;
    this.slab = slab;
    layout = slab.layout;
    machines = layout.machines();
    this.scan = scan;
    this.front = front;
    rates = view.rates(layout.capacity());
    roundTrips = view.roundTripMicros();
    places = view.placePrices();
  }

  void run() {
    if (!mayReachTheFront(scan.cheapestPassing(), layout.leastWatts(), layout.leastEmbodied())) {
      return;
    }
    places.clear(layout.regions());
    for (int number = 0; number < scan.passingCount(); number++) {
      int kind = scan.passingKind(number);
      double watts = machines.watts()[kind];
      if (mayReachTheFront(slab.cheapestOf(kind), watts, machines.embodied()[kind])) {
        look(number, kind, watts, machines.embodied()[kind]);
      }
    }
  }

  private boolean mayReachTheFront(long price, double watts, double embodied) {
    return front.mayEnter(
        rates.leastCost(price), view.leastMilligrams(watts, embodied), view.leastRoundTripMicros());
  }

  private void look(int number, int kind, double watts, double embodied) {
    int end = layout.kindStart()[kind + 1];
    for (int cell = layout.kindStart()[kind]; cell < end; cell++) {
      int region = slab.cellRegion[cell];
      long price = slab.cellHead[cell];
      boolean beaten =
          price > places.price[region]
              && watts >= places.watts[region]
              && embodied >= places.embodied[region];
      if (!beaten && scan.isFeasible(number, cell)) {
        offer(cell, region, kind);
        if (price < places.price[region]) {
          places.price[region] = price;
          places.watts[region] = watts;
          places.embodied[region] = embodied;
        }
      }
    }
  }

  private void offer(int cell, int region, int kind) {
    long cost = rates.tariff(region).ranked(slab.cellHead[cell]);
    long carbon = scan.milligrams(region, kind);
    if (front.mayEnter(cost, carbon, roundTrips[region])) {
      front.enter(scan.pick(slab.firstRow(cell), region, kind, cost));
    }
  }
}
