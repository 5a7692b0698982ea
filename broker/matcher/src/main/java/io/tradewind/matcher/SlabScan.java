package io.tradewind.matcher;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.CapacityType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One slab as a question sees it. Kinds are judged, cells are counted, and rows are read only as
 * long as they may still be among the best.
 */
final class SlabScan {
  private static final int[] NO_ROWS = {};

  /** From so many blocks on, counting by region is quicker than block by block. */
  private static final int MANY = 512;

  private final SegmentView view;
  private final Slab slab;
  private final Slab.Layout layout;
  private final Question question;
  private final Machines machines;

  /** The alternatives that count: one, and the others as bits. */
  private final int firstNumber;

  /** Alternatives of which the model is another form, as bits. */
  private final int otherForms;

  private final int otherAlternatives;
  private final Tally tally;
  private final int[] regionMasks;
  private final Rates rates;
  private final Caps caps;
  private final boolean free;
  private final Harvest harvest;

  /** Kinds of which nothing but place, price and carbon may fail, each with its gate. */
  private int[] passing = {};

  private byte[] gates = {};
  private int passingCount;

  /** By kind, the rows at open regions; none when all are open, or when blocks are few. */
  private int[] open = NO_ROWS;

  /** Null without caps, and before the scan. */
  private @Nullable CappedCells capped;

  /** Null before a kind is worth a walk. */
  private @Nullable KindWalks walks;

  private boolean everywhere = true;

  /** What some region here fails alone, as bits. */
  private int aloneFailed;

  /**
   * @param alternatives that count, as bits
   * @param otherForms those of which the slab's model is another form, as bits
   */
  SlabScan(SegmentView view, Slab slab, int alternatives, int otherForms, Tally tally) {
    this.view = view;
    this.slab = slab;
    this.tally = tally;
    layout = slab.layout;
    machines = layout.machines();
    question = view.question();
    firstNumber = Integer.numberOfTrailingZeros(alternatives);
    otherAlternatives = alternatives & (alternatives - 1);
    this.otherForms = otherForms;
    CapacityType capacity = layout.capacity();
    regionMasks = view.regionMasks(capacity);
    rates = view.rates(capacity);
    caps = rates.caps();
    free = !caps.any();
    harvest = new Harvest(view, slab, tally);
  }

  /** Counts every row, and hands on what may be among the best. */
  void scan() {
    if (!rejectClosedRegions() && aloneFailed == 0) {
      return;
    }
    boolean many = layout.blockRegion().length > MANY;
    open = many && !everywhere ? layout.grid().rowsAt(openRegions()) : NO_ROWS;
    capped = free ? null : new CappedCells(view, slab, this, harvest, tally);
    for (int kind : slab.kindsByPrice) {
      int mask = maskOf(kind);
      for (Gate gate : gates(kind)) {
        count(kind, mask | gate.failure(), gate);
      }
    }
    if (walks != null) {
      walks.finish();
    }
  }

  /** Behind which a kind's offers lie; the first is that of those which may be had. */
  private Gate[] gates(int kind) {
    return Gate.before(
        (layout.kindFlags()[kind] & Segment.BY_NAME) != 0,
        question.isForOwnersAlone(machines.runs()[kind]));
  }

  private void walk(int kind, int failure, Gate gate) {
    if (!mayMatter(kind, failure)) {
      return;
    }
    KindWalks known = walks;
    if (known == null) {
      known = new KindWalks(view, slab, this, harvest, aloneFailed);
      walks = known;
    }
    known.walk(kind, failure, gate);
  }

  /** Whether a kind's cheapest row, wherever it is, may cost little enough to be told of. */
  private boolean mayMatter(int kind, int failure) {
    long least = rates.leastCostAnywhere(slab.cheapestOf(kind));
    boolean may = failure == 0 && least <= tally.mostCost();
    for (int rest = failure == 0 ? aloneFailed : failure; rest != 0 && !may; rest &= rest - 1) {
      may = least <= tally.mostCostOfMiss(RejectionReason.firstOf(rest));
    }
    return may;
  }

  /** The cheapest row that fails nothing beside what the whole slab fails. */
  void findMiss(RejectionReason reason) {
    boolean all = rates.first().length > 0;
    for (int kind : slab.kindsByPrice) {
      if (!all && slab.cheapestOf(kind) > harvest.mostMissed(reason)) {
        break;
      }
      if (maskOf(kind) == 0 && mayKeepCaps(kind)) {
        walk(kind, reason.bit(), gates(kind)[0]);
      }
    }
    if (walks != null) {
      walks.finish();
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

  /**
   * What a kind fails of the alternative that it comes closest to; but for what depends on who asks
   * and on the sellers that are named.
   */
  private int maskOf(int kind) {
    int flags = layout.kindFlags()[kind];
    int best = maskOf(kind, firstNumber);
    for (int rest = otherAlternatives; rest != 0; rest &= rest - 1) {
      int mask = maskOf(kind, Integer.numberOfTrailingZeros(rest));
      best = Closest.isCloser(mask, best) ? mask : best;
    }
    best |= (flags & Segment.SOLD_OUT) == 0 ? 0 : RejectionReason.SOLD_OUT.bit();
    best |= question.isRunBy(machines.runs()[kind]) ? 0 : RejectionReason.EXECUTOR.bit();
    return (flags & Segment.NOT_COMPARABLE) == 0 ? best : best | RejectionReason.CURRENCY.bit();
  }

  private int maskOf(int kind, int alternative) {
    boolean otherForm = (otherForms >>> alternative & 1) == 1;
    return question.wanted()[alternative].maskOf(machines, kind, otherForm);
  }

  private void count(int kind, int mask, Gate gate) {
    if (mask != 0) {
      tally.counts[Integer.numberOfTrailingZeros(mask)] += openRows(kind, gate);
      boolean alone = (mask & (mask - 1)) == 0;
      if (alone && NearestMisses.isTold(RejectionReason.firstOf(mask)) && mayKeepCaps(kind)) {
        walk(kind, mask, gate);
      }
      return;
    }
    if (mayKeepCaps(kind)) {
      pass(kind, gate);
    }
    if (capped == null || capped.keepsAll(kind)) {
      tally.feasible += openRows(kind, gate);
      walk(kind, 0, gate);
    } else {
      capped.walk(kind, gate);
    }
  }

  private void pass(int kind, Gate gate) {
    if (passing.length == 0) {
      passing = new int[2 * layout.kinds()];
      gates = new byte[passing.length];
    }
    passing[passingCount] = kind;
    gates[passingCount++] = (byte) gate.ordinal();
  }

  private int[] openRegions() {
    int[] regions = layout.regions().clone();
    int count = 0;
    for (int region : regions) {
      if (regionMasks[region] == 0) {
        regions[count++] = region;
      }
    }
    return Arrays.copyOf(regions, count);
  }

  /** How many rows of a kind lie at open regions. */
  int openRows(int kind, Gate gate) {
    if (gate == Gate.ALL && (everywhere || open.length > 0)) {
      return everywhere ? slab.rowsOfKind(kind) : open[kind];
    }
    int rows = 0;
    int end = layout.kindStart()[kind + 1];
    int[] start = layout.blockStart();
    int[] regionOf = layout.blockRegion();
    for (int block = layout.kindStart()[kind]; block < end; block++) {
      if (regionMasks[regionOf[block]] == 0 && gate.isOpen(view, regionOf[block])) {
        rows += start[block + 1] - start[block];
      }
    }
    return rows;
  }

  /** Whether a row at a closed region fails nothing but that, for a reason that is told. */
  boolean isNearMiss(long price, int region, int kind, Gate gate) {
    return failsAlone(regionMasks[region])
        && gate.isOpen(view, region)
        && keepsCaps(price, region, kind);
  }

  private boolean mayKeepCaps(int kind) {
    return free
        || (slab.cheapestOf(kind) <= caps.brokenPrice()
            && !caps.neverKeepsCarbon(machines.watts()[kind], machines.embodied()[kind]));
  }

  /** Offers the cheapest row of every cell that no other may beat in everything. */
  void findFront() {
    if (passingCount > 0 && FrontScan.mayMatter(view, slab, cheapestPassing(), tally.front)) {
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

  /** Whether a row of a passing kind at an open region is feasible. */
  boolean isFeasible(int number, long price, int region) {
    return (gates[number] == 0 || Gate.of(gates[number]).isOpen(view, region))
        && keepsCaps(price, region, passing[number]);
  }

  boolean keepsCaps(long price, int region, int kind) {
    return free
        || (price <= mostPrice(kind) && caps.keepsCost(price, region) && keepsCarbon(region, kind));
  }

  /** Of one machine of a kind for an hour. */
  long mostPrice(int kind) {
    AcceleratorSet devices = machines.accelerators()[kind];
    return caps.mostPrice(devices == null ? 0 : devices.countThousandths());
  }

  private boolean keepsCarbon(int region, int kind) {
    return caps.keepsCarbon(region, machines.watts()[kind], machines.embodied()[kind]);
  }

  Harvest harvest() {
    return harvest;
  }

  /** Whether a row at a region that is closed may be told as the best that fails only that. */
  boolean hasClosedNearMisses() {
    return aloneFailed != 0;
  }

  int[] regionMasks() {
    return regionMasks;
  }

  /**
   * Hands on feasible rows that cost at most so much and may be among the best of a list.
   *
   * @param byCarbon whether the list is ordered by carbon, else by round trip: both are the same
   *     for all rows of a cell
   */
  void offerWithin(long mostCost, Top best, boolean byCarbon) {
    long most = rates.mostOpenPrice(mostCost);
    for (int number = 0; number < passingCount; number++) {
      int kind = passing[number];
      int end = layout.kindStart()[kind + 1];
      for (int cell = layout.kindStart()[kind]; cell < end && slab.cellHead[cell] <= most; cell++) {
        int region = slab.cellRegion[cell];
        if (regionMasks[region] == 0
            && rates.leastCost(slab.cellHead[cell], region) <= mostCost
            && measure(region, kind, byCarbon) <= most(best, byCarbon)
            && isFeasible(number, slab.cellHead[cell], region)) {
          offerCell(cell, kind, mostCost, best);
        }
      }
    }
  }

  private long measure(int region, int kind, boolean byCarbon) {
    return byCarbon ? harvest.milligrams(region, kind) : view.roundTripMicros(region);
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
    int end = slab.firstRowOver(cell, mostPrice(kind));
    for (int row = start; row < end; row++) {
      long cost = tariff.ranked(slab.priceNanos[row]);
      if (cost > mostCost || slab.priceNanos[row] > caps.mostPriceForCost(region)) {
        return;
      }
      if (!best.offer(harvest.pick(row, region, kind, cost))) {
        return;
      }
    }
  }
}
