package io.tradewind.matcher;

import io.tradewind.api.CapacityType;

/**
 * One slab as a question sees it. Kinds are judged, cells are counted, and rows are read only as
 * long as they may still be among the best.
 */
final class SlabScan {
  private final SegmentView view;
  private final Slab slab;
  private final Slab.Layout layout;
  private final Question question;
  private final Machines machines;

  /** The alternatives that count: one, and the others as bits. */
  private final Wanted first;

  private final int otherAlternatives;
  private final Tally tally;
  private final int[] regionMasks;
  private final Rates rates;
  private final Caps caps;
  private final boolean free;

  /** Kinds of which nothing but place, price and carbon may fail, each with its gate. */
  private final int[] passing;

  private final byte[] gates;
  private int passingCount;

  private boolean everywhere = true;

  /** What some region here fails alone, as bits. */
  private int aloneFailed;

  SlabScan(SegmentView view, Slab slab, int alternatives, Tally tally) {
    this.view = view;
    this.slab = slab;
    this.tally = tally;
    layout = slab.layout;
    machines = layout.machines();
    question = view.question();
    first = question.wanted()[Integer.numberOfTrailingZeros(alternatives)];
    otherAlternatives = alternatives & (alternatives - 1);
    CapacityType capacity = layout.capacity();
    regionMasks = view.regionMasks(capacity);
    rates = view.rates(capacity);
    caps = rates.caps();
    free = !caps.any();
    passing = new int[2 * layout.kinds()];
    gates = new byte[passing.length];
  }

  /** Counts every row, and hands on what may be among the best. */
  void scan() {
    if (!rejectClosedRegions() && aloneFailed == 0) {
      return;
    }
    for (int kind : slab.kindsByPrice) {
      int mask = maskOf(kind);
      if ((layout.kindFlags()[kind] & Segment.BY_NAME) == 0) {
        walk(kind, mask, Gate.ALL);
      } else {
        walk(kind, mask, Gate.NAMED);
        walk(kind, mask | RejectionReason.BY_NAME.bit(), Gate.UNNAMED);
      }
    }
  }

  /** The cheapest row that fails nothing beside what the whole slab fails. */
  void findMiss(RejectionReason reason) {
    for (int kind : slab.kindsByPrice) {
      if (slab.cheapestOf(kind) > rates.mostPrice(tally.mostCostOfMiss(reason))) {
        return;
      }
      if (maskOf(kind) == 0) {
        boolean byName = (layout.kindFlags()[kind] & Segment.BY_NAME) != 0;
        findMiss(kind, reason, byName ? Gate.NAMED : Gate.ALL);
      }
    }
  }

  /** False when no region is open. */
  private boolean rejectClosedRegions() {
    boolean open = false;
    for (int i = 0; i < layout.regions().length; i++) {
      int mask = regionMasks[layout.regions()[i]];
      if (mask == 0) {
        open = true;
      } else {
        RejectionReason reason = RejectionReason.firstOf(mask);
        tally.reject(reason, layout.regionRows()[i]);
        everywhere = false;
        boolean alone = (mask & (mask - 1)) == 0 && NearestMisses.isTold(reason);
        aloneFailed |= alone ? mask : 0;
      }
    }
    return open;
  }

  /** Whether these failures of a region are a single one that is told of. */
  private boolean failsAlone(int mask) {
    return (mask & aloneFailed) != 0 && (mask & (mask - 1)) == 0;
  }

  /** What a kind fails of the alternative that it comes closest to; listing by name apart. */
  private int maskOf(int kind) {
    int flags = layout.kindFlags()[kind];
    int best = first.maskOf(machines, kind);
    for (int rest = otherAlternatives; rest != 0; rest &= rest - 1) {
      Wanted wanted = question.wanted()[Integer.numberOfTrailingZeros(rest)];
      int mask = wanted.maskOf(machines, kind);
      best = Closest.isCloser(mask, best) ? mask : best;
    }
    best |= (flags & Segment.SOLD_OUT) == 0 ? 0 : RejectionReason.SOLD_OUT.bit();
    return (flags & Segment.NOT_COMPARABLE) == 0 ? best : best | RejectionReason.CURRENCY.bit();
  }

  private void walk(int kind, int mask, Gate gate) {
    if (mask != 0) {
      tally.counts[Integer.numberOfTrailingZeros(mask)] += openRows(kind, gate);
      RejectionReason reason = RejectionReason.firstOf(mask);
      if ((mask & (mask - 1)) == 0 && NearestMisses.isTold(reason)) {
        findMiss(kind, reason, gate);
      }
      return;
    }
    passing[passingCount] = kind;
    gates[passingCount++] = (byte) gate.ordinal();
    if (!free) {
      walkCapped(kind, gate);
    } else {
      tally.feasible += openRows(kind, gate);
      walkFree(kind, gate);
    }
  }

  private int openRows(int kind, Gate gate) {
    if (everywhere && gate == Gate.ALL) {
      return slab.rowsOfKind(kind);
    }
    int rows = 0;
    int end = layout.kindStart()[kind + 1];
    int[] start = layout.blockStart();
    int[] regionOf = layout.blockRegion();
    for (int block = layout.kindStart()[kind]; block < end; block++) {
      if (regionMasks[regionOf[block]] == 0
          && (gate == Gate.ALL || gate.isOpen(view, regionOf[block]))) {
        rows += start[block + 1] - start[block];
      }
    }
    return rows;
  }

  /** Without caps: only as far as rows may be among the best. */
  private void walkFree(int kind, Gate gate) {
    long mostOpen = mostOpen();
    long mostMissed = mostMissed();
    int end = layout.kindStart()[kind + 1];
    for (int cell = layout.kindStart()[kind]; cell < end; cell++) {
      long head = slab.cellHead[cell];
      if (head > mostOpen && head > mostMissed) {
        return;
      }
      int region = slab.cellRegion[cell];
      int mask = regionMasks[region];
      if (mask == 0 && head <= mostOpen && gate.isOpen(view, region)) {
        rank(cell, region, kind, slab.endRow(cell));
        mostOpen = mostOpen();
      } else if (failsAlone(mask) && head <= mostMissed && gate.isOpen(view, region)) {
        miss(RejectionReason.firstOf(mask), slab.firstRow(cell), region, kind);
        mostMissed = mostMissed();
      }
    }
  }

  /** With caps every cell counts, since its rows may be on both sides of one. */
  private void walkCapped(int kind, Gate gate) {
    int end = layout.kindStart()[kind + 1];
    for (int cell = layout.kindStart()[kind]; cell < end; cell++) {
      int region = slab.cellRegion[cell];
      int mask = regionMasks[region];
      if ((mask != 0 && !failsAlone(mask)) || !gate.isOpen(view, region)) {
        continue;
      }
      int start = slab.firstRow(cell);
      int overPrice = slab.firstRowOver(cell, caps.mostPrice());
      int overCost = slab.firstRowOver(cell, caps.mostPriceForCost(region));
      boolean carbon = keepsCarbon(region, kind);
      if (mask == 0) {
        countCapped(cell, overPrice, overCost, carbon, kind);
      } else if (carbon && Math.min(overPrice, overCost) > start) {
        miss(RejectionReason.firstOf(mask), start, region, kind);
      }
    }
  }

  private void countCapped(int cell, int overPrice, int overCost, boolean carbon, int kind) {
    int region = slab.cellRegion[cell];
    int start = slab.firstRow(cell);
    int within = Math.min(overPrice, overCost);
    tally.reject(RejectionReason.PRICE_CAP, slab.endRow(cell) - overPrice);
    tally.reject(RejectionReason.COST_CAP, overPrice - within);
    if (!carbon) {
      tally.reject(RejectionReason.CARBON_CAP, within - start);
      if (within > start) {
        miss(RejectionReason.CARBON_CAP, start, region, kind);
      }
      return;
    }
    tally.feasible += within - start;
    if (overPrice < overCost) {
      miss(RejectionReason.PRICE_CAP, overPrice, region, kind);
    } else if (overCost < overPrice) {
      miss(RejectionReason.COST_CAP, overCost, region, kind);
    }
    rank(cell, region, kind, within);
  }

  /** Rows of a cell, as long as they are among the cheapest. */
  private void rank(int cell, int region, int kind, int end) {
    Tariff tariff = rates.tariff(region);
    for (int row = slab.firstRow(cell); row < end; row++) {
      long cost = tariff.ranked(slab.priceNanos[row]);
      boolean worse = tally.cheapest.isFull() && cost > tally.cheapest.worst().cost();
      if (worse || !tally.cheapest.offer(pick(row, region, kind, cost))) {
        return;
      }
    }
  }

  private void findMiss(int kind, RejectionReason reason, Gate gate) {
    int end = layout.kindStart()[kind + 1];
    long most = rates.mostPrice(tally.mostCostOfMiss(reason));
    for (int cell = layout.kindStart()[kind]; cell < end && slab.cellHead[cell] <= most; cell++) {
      int region = slab.cellRegion[cell];
      if (regionMasks[region] == 0 && gate.isOpen(view, region) && keepsCaps(cell, region, kind)) {
        miss(reason, slab.firstRow(cell), region, kind);
        most = rates.mostPrice(tally.mostCostOfMiss(reason));
      }
    }
  }

  private void miss(RejectionReason reason, int row, int region, int kind) {
    long cost = rates.tariff(region).ranked(slab.priceNanos[row]);
    if (cost <= tally.mostCostOfMiss(reason)) {
      tally.miss(reason, pick(row, region, kind, cost));
    }
  }

  private long mostOpen() {
    return tally.cheapest.isFull()
        ? rates.mostPrice(tally.cheapest.worst().cost())
        : Long.MAX_VALUE;
  }

  private long mostMissed() {
    long most = -1;
    for (int rest = aloneFailed; rest != 0; rest &= (rest - 1)) {
      RejectionReason reason = RejectionReason.firstOf(rest);
      most = Math.max(most, rates.mostPrice(tally.mostCostOfMiss(reason)));
    }
    return most;
  }

  /** Offers the cheapest row of every cell that no other may beat in everything. */
  void findFront() {
    if (passingCount > 0) {
      new FrontScan(view, slab, this, tally.front).run();
    }
  }

  int passingCount() {
    return passingCount;
  }

  /** Kinds come in the order of their cheapest row. */
  long cheapestPassing() {
    return slab.cheapestOf(passing[0]);
  }

  int passingKind(int number) {
    return passing[number];
  }

  /** Whether the cheapest row of a cell of a passing kind is feasible. */
  boolean isFeasible(int number, int cell) {
    int region = slab.cellRegion[cell];
    return regionMasks[region] == 0
        && (gates[number] == 0 || Gate.of(gates[number]).isOpen(view, region))
        && keepsCaps(cell, region, passing[number]);
  }

  private boolean keepsCaps(int cell, int region, int kind) {
    return free || (caps.keepsPrice(slab.cellHead[cell], region) && keepsCarbon(region, kind));
  }

  private boolean keepsCarbon(int region, int kind) {
    return caps.keepsCarbon(region, machines.watts()[kind], machines.embodied()[kind]);
  }

  /** Of the whole run on all nodes, for ranking; the greatest when unknown. */
  long milligrams(int region, int kind) {
    return view.carbon().milligrams(region, machines.watts()[kind], machines.embodied()[kind]);
  }

  /**
   * Hands on feasible rows that cost at most so much and may be among the best of a list.
   *
   * @param byCarbon whether the list is ordered by carbon, else by round trip: both are the same
   *     for all rows of a cell
   */
  void offerWithin(long mostCost, Top best, boolean byCarbon) {
    long most = rates.mostPrice(mostCost);
    for (int number = 0; number < passingCount; number++) {
      int kind = passing[number];
      int end = layout.kindStart()[kind + 1];
      for (int cell = layout.kindStart()[kind]; cell < end && slab.cellHead[cell] <= most; cell++) {
        int region = slab.cellRegion[cell];
        long measure = byCarbon ? milligrams(region, kind) : view.roundTripMicros()[region];
        if (measure <= most(best, byCarbon) && isFeasible(number, cell)) {
          offerCell(cell, kind, mostCost, best);
        }
      }
    }
  }

  /** What a row may measure to be among the best. */
  private static long most(Top best, boolean byCarbon) {
    if (!best.isFull()) {
      return Long.MAX_VALUE;
    }
    return byCarbon ? best.worst().carbonMilligrams() : best.worst().roundTripMicros();
  }

  private void offerCell(int cell, int kind, long mostCost, Top best) {
    int region = slab.cellRegion[cell];
    Tariff tariff = rates.tariff(region);
    int start = slab.firstRow(cell);
    int end = slab.firstRowOver(cell, caps.mostPrice());
    for (int row = start; row < end; row++) {
      long cost = tariff.ranked(slab.priceNanos[row]);
      if (cost > mostCost || slab.priceNanos[row] > caps.mostPriceForCost(region)) {
        return;
      }
      if (!best.offer(pick(row, region, kind, cost))) {
        return;
      }
    }
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
        view.roundTripMicros()[region]);
  }
}
