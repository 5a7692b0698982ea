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
  private final Caps caps;
  private final double[] watts;
  private final double[] embodied;
  private final long keptPrice;

  CappedCells(SegmentView view, Slab slab, SlabScan scan, Harvest harvest, Tally tally) {
    this.view = view;
    this.slab = slab;
    this.scan = scan;
    this.harvest = harvest;
    this.tally = tally;
    regionMasks = scan.regionMasks();
    caps = view.rates(slab.layout.capacity()).caps();
    watts = slab.layout.machines().watts();
    embodied = slab.layout.machines().embodied();
    keptPrice = caps.keptPrice();
  }

  /** Whether no row of a kind breaks a cap at any open region. */
  boolean keepsAll(int kind) {
    return slab.dearest[kind] <= keptPrice && caps.alwaysKeepsCarbon(watts[kind], embodied[kind]);
  }

  void walk(int kind, Gate gate) {
    boolean cheap = slab.dearest[kind] <= keptPrice;
    boolean clean = caps.alwaysKeepsCarbon(watts[kind], embodied[kind]);
    int end = slab.layout.kindStart()[kind + 1];
    for (int cell = slab.layout.kindStart()[kind]; cell < end; cell++) {
      int region = slab.cellRegion[cell];
      int mask = regionMasks[region];
      if (mask == 0) {
        if (gate.isOpen(view, region)) {
          walkOpen(cell, cheap, clean || keepsCarbon(region, kind), kind);
        }
      } else if (harvest.mayMiss(RejectionReason.firstOf(mask), slab.cellHead[cell], region)
          && scan.isNearMiss(slab.cellHead[cell], region, kind, gate)) {
        harvest.miss(
            RejectionReason.firstOf(mask), slab.cellHead[cell], slab.firstRow(cell), region, kind);
      }
    }
  }

  private boolean keepsCarbon(int region, int kind) {
    return caps.keepsCarbon(region, watts[kind], embodied[kind]);
  }

  private void walkOpen(int cell, boolean cheap, boolean clean, int kind) {
    if (!cheap) {
      walkDear(cell, clean, kind);
    } else if (clean) {
      tally.feasible += slab.rows(cell);
      harvest.rank(
          slab.cellHead[cell], slab.firstRow(cell), slab.cellRegion[cell], kind, slab.endRow(cell));
    } else {
      dirty(cell, slab.endRow(cell), kind);
    }
  }

  private void dirty(int cell, int within, int kind) {
    int start = slab.firstRow(cell);
    if (within > start) {
      tally.reject(RejectionReason.CARBON_CAP, within - start);
      harvest.miss(
          RejectionReason.CARBON_CAP, slab.cellHead[cell], start, slab.cellRegion[cell], kind);
    }
  }

  /** Its rows may be on both sides of the caps on price and cost. */
  private void walkDear(int cell, boolean clean, int kind) {
    int region = slab.cellRegion[cell];
    int overPrice = slab.firstRowOver(cell, caps.mostPrice());
    int overCost = slab.firstRowOver(cell, caps.mostPriceForCost(region));
    int within = Math.min(overPrice, overCost);
    tally.reject(RejectionReason.PRICE_CAP, slab.endRow(cell) - overPrice);
    tally.reject(RejectionReason.COST_CAP, overPrice - within);
    if (!clean) {
      dirty(cell, within, kind);
      return;
    }
    tally.feasible += within - slab.firstRow(cell);
    if (overPrice < overCost) {
      miss(RejectionReason.PRICE_CAP, caps.mostPrice(), overPrice, region, kind);
    } else if (overCost < overPrice) {
      miss(RejectionReason.COST_CAP, caps.mostPriceForCost(region), overCost, region, kind);
    }
    harvest.rank(slab.cellHead[cell], slab.firstRow(cell), region, kind, within);
  }

  /**
   * @param below what the row's price is above
   */
  private void miss(RejectionReason reason, long below, int row, int region, int kind) {
    if (harvest.mayMiss(reason, below, region)) {
      harvest.miss(reason, slab.priceNanos[row], row, region, kind);
    }
  }
}
