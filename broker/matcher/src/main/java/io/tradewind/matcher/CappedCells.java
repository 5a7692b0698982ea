package io.tradewind.matcher;

/**
 * Counts the rows of a slab's kinds on both sides of the caps. A kind whose rows are all on one
 * side is counted whole; of the others, each cell is looked at.
 */
final class CappedCells {
  private final SegmentView view;
  private final Slab slab;
  private final SlabScan scan;
  private final Harvest harvest;
  private final Tally tally;
  private final int[] regionMasks;
  private final Rates rates;
  private final Caps caps;
  private final double[] watts;
  private final double[] embodied;
  private final long keptPrice;

  /** Of the kind that is looked at. */
  private long mostPrice;

  /** The rows that are looked at: of one kind at one region. */
  private int kind;

  private int region;
  private int start;
  private int end;

  /** Of the first of them. */
  private long price;

  CappedCells(SegmentView view, Slab slab, SlabScan scan, Harvest harvest, Tally tally) {
    this.view = view;
    this.slab = slab;
    this.scan = scan;
    this.harvest = harvest;
    this.tally = tally;
    regionMasks = scan.regionMasks();
    rates = view.rates(slab.layout.capacity());
    caps = rates.caps();
    watts = slab.layout.machines().watts();
    embodied = slab.layout.machines().embodied();
    keptPrice = caps.keptPrice();
  }

  /** Whether no row of a kind breaks a cap at any open region. */
  boolean keepsAll(int kind) {
    return keepsPrices(kind) && caps.alwaysKeepsCarbon(watts[kind], embodied[kind]);
  }

  private boolean keepsPrices(int kind) {
    return slab.dearest[kind] <= Math.min(keptPrice, scan.mostPrice(kind));
  }

  void walk(int ofKind, Gate gate) {
    kind = ofKind;
    mostPrice = scan.mostPrice(kind);
    if (isCountedWhole(gate)) {
      return;
    }
    boolean cheap = keepsPrices(kind);
    boolean clean = caps.alwaysKeepsCarbon(watts[kind], embodied[kind]);
    if (!cheap && slab.cheapestOf(kind) <= caps.brokenPrice()) {
      walkBlocks(gate, clean);
      return;
    }
    int last = slab.layout.kindStart()[kind + 1];
    for (int cell = slab.layout.kindStart()[kind]; cell < last; cell++) {
      int at = slab.cellRegion[cell];
      look(at, slab.cellHead[cell], slab.firstRow(cell), slab.endRow(cell));
      if (regionMasks[at] != 0) {
        walkClosed(gate);
      } else if (gate.isOpen(view, at)) {
        walkOpen(cell, cheap, clean || keepsCarbon());
      }
    }
  }

  private void look(int atRegion, long firstPrice, int firstRow, int endRow) {
    region = atRegion;
    price = firstPrice;
    start = firstRow;
    end = endRow;
  }

  /** Where all rows break the same cap, and none can be the best that breaks it alone. */
  private boolean isCountedWhole(Gate gate) {
    long cheapest = slab.cheapestOf(kind);
    RejectionReason broken;
    if (cheapest > mostPrice) {
      broken = RejectionReason.PRICE_CAP;
    } else if (cheapest > caps.brokenPrice() && mostPrice == Long.MAX_VALUE) {
      broken = RejectionReason.COST_CAP;
    } else if (!scan.hasClosedNearMisses()
        && keepsPrices(kind)
        && caps.neverKeepsCarbon(watts[kind], embodied[kind])) {
      broken = RejectionReason.CARBON_CAP;
    } else {
      return false;
    }
    if (rates.leastCostAnywhere(cheapest) <= tally.mostCostOfMiss(broken)) {
      return false;
    }
    tally.reject(broken, scan.openRows(kind, gate));
    return true;
  }

  /** Of a kind with rows on both sides: they lie in one piece of memory, and are passed once. */
  private void walkBlocks(Gate gate, boolean clean) {
    int[] starts = slab.layout.blockStart();
    int last = slab.layout.kindStart()[kind + 1];
    for (int block = slab.layout.kindStart()[kind]; block < last; block++) {
      int at = slab.layout.blockRegion()[block];
      look(at, slab.priceNanos[starts[block]], starts[block], starts[block + 1]);
      if (regionMasks[at] != 0) {
        walkClosed(gate);
      } else if (gate.isOpen(view, at)) {
        int overPrice = start + countUpTo(mostPrice);
        int overCost = start + countUpTo(caps.mostPriceForCost(at));
        walkDear(overPrice, overCost, clean || keepsCarbon());
      }
    }
  }

  /** Without a branch that nobody can foresee; a search would wait for memory at each step. */
  private int countUpTo(long most) {
    if (most == Long.MAX_VALUE) {
      return end - start;
    }
    int count = 0;
    for (int row = start; row < end; row++) {
      count += slab.priceNanos[row] <= most ? 1 : 0;
    }
    return count;
  }

  private void walkClosed(Gate gate) {
    RejectionReason reason = RejectionReason.firstOf(regionMasks[region]);
    if (harvest.mayMiss(reason, price, region) && scan.isNearMiss(price, region, kind, gate)) {
      harvest.miss(reason, price, start, region, kind);
    }
  }

  private boolean keepsCarbon() {
    return caps.keepsCarbon(region, watts[kind], embodied[kind]);
  }

  private void walkOpen(int cell, boolean cheap, boolean clean) {
    if (!cheap) {
      int overPrice = slab.firstRowOver(cell, mostPrice);
      int overCost = slab.firstRowOver(cell, caps.mostPriceForCost(region));
      walkDear(overPrice, overCost, clean);
    } else if (clean) {
      tally.feasible += end - start;
      harvest.rank(price, start, region, kind, end);
    } else {
      dirty(end);
    }
  }

  private void dirty(int within) {
    if (within > start) {
      tally.reject(RejectionReason.CARBON_CAP, within - start);
      harvest.miss(RejectionReason.CARBON_CAP, price, start, region, kind);
    }
  }

  /**
   * Rows that may be on both sides of the caps on price and cost.
   *
   * @param overPrice the first above the cap on the price
   * @param overCost the first above the cap on the cost
   */
  private void walkDear(int overPrice, int overCost, boolean clean) {
    int within = Math.min(overPrice, overCost);
    tally.reject(RejectionReason.PRICE_CAP, end - overPrice);
    tally.reject(RejectionReason.COST_CAP, overPrice - within);
    if (!clean) {
      dirty(within);
      return;
    }
    tally.feasible += within - start;
    if (overPrice < overCost) {
      miss(RejectionReason.PRICE_CAP, mostPrice, overPrice);
    } else if (overCost < overPrice) {
      miss(RejectionReason.COST_CAP, caps.mostPriceForCost(region), overCost);
    }
    harvest.rank(price, start, region, kind, within);
  }

  /**
   * @param below what the row's price is above
   */
  private void miss(RejectionReason reason, long below, int row) {
    if (harvest.mayMiss(reason, Math.max(below, price), region)) {
      harvest.miss(reason, row == start ? price : slab.priceNanos[row], row, region, kind);
    }
  }
}
