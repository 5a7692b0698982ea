package io.tradewind.matcher;

import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * The rows of one partition, in ascending price, judged one by one.
 *
 * <p>Caps on price and cost cut the rows at an index, since both rise with it. Everything else
 * about a row is looked up by its shape and its flags.
 */
final class OpenPartition {
  private final SegmentView view;
  private final Segment segment;
  private final Question question;
  private final int partition;
  private final int alternatives;
  private final RegionFacts region;
  private final Tariff tariff;
  private final CarbonRate carbonRate;
  private final int[] shapeMasks;
  private final int start;
  private final int end;
  private final int overPrice;
  private final int overCost;
  private final boolean carbonCapped;

  OpenPartition(SegmentView view, int partition, int alternatives) {
    this.view = view;
    this.partition = partition;
    this.alternatives = alternatives;
    segment = view.segment();
    question = view.question();
    region = view.region(partition);
    tariff = region.tariff(segment.capacityOf[partition]);
    carbonRate = region.carbonRate();
    shapeMasks = view.masksOfShapes(alternatives);
    start = segment.start[partition];
    end = segment.start[partition + 1];
    overPrice = firstOver(question.mostPricePerNodeNanos(), LongUnaryOperator.identity());
    overCost = firstOver(question.mostCostNanos(), tariff::landed);
    carbonCapped = question.mostCarbonMilligrams() != Long.MAX_VALUE;
  }

  /** Counts every row, and hands on what may be among the best. */
  void scan(Tally tally) {
    int[] shapeOf = segment.shapeOf;
    byte[] flags = segment.flags;
    int[] flagMasks = region.flagMasks();
    int capsFrom = carbonCapped ? start : Math.min(overPrice, overCost);
    boolean mayRank = true;
    double leastGrams = Double.POSITIVE_INFINITY;
    int missed = 0;
    int feasible = 0;
    for (int row = start; row < end; row++) {
      int mask = maskOfShape(shapeOf[row]) | flagMasks[flags[row]];
      if (row >= capsFrom) {
        mask |= capsFailed(row);
      }
      if (mask == 0) {
        mayRank = mayRank && rank(row, tally);
        // Dearer and no greener than an earlier row of the same place: never on the front.
        double grams = gramsOf(shapeOf[row]);
        if (feasible++ == 0 || grams < leastGrams) {
          leastGrams = Double.isNaN(grams) ? leastGrams : grams;
          offerToFront(row, tally);
        }
      } else {
        tally.counts[Integer.numberOfTrailingZeros(mask)]++;
        if ((mask & (mask - 1)) == 0 && (missed & mask) == 0) {
          missed |= mask;
          miss(RejectionReason.firstOf(mask), row, tally);
        }
      }
    }
    tally.feasible += feasible;
  }

  private void offerToFront(int row, Tally tally) {
    long cost = tariff.ranked(segment.priceNanos[row]);
    long carbon = carbonOf(row);
    if (tally.front.mayEnter(cost, carbon, region.roundTripMicros())) {
      tally.front.enter(pick(row, cost, carbon));
    }
  }

  /** For a partition that fails one constraint as a whole: its first row that fails no other. */
  void findMiss(RejectionReason reason, Tally tally) {
    int[] flagMasks = region.flagMasks();
    long mostCost = tally.mostCostOfMiss(reason);
    if (tariff.ranked(segment.priceNanos[start]) > mostCost) {
      return;
    }
    int last = Math.min(Math.min(overPrice, overCost), firstOver(mostCost, tariff::ranked));
    for (int row = start; row < last; row++) {
      if (maskOf(row, flagMasks) == 0) {
        miss(reason, row, tally);
        return;
      }
    }
  }

  /** Feasible rows that cost at most so much. */
  void forEachWithin(long mostCost, Consumer<Pick> action) {
    int[] flagMasks = region.flagMasks();
    int last = Math.min(Math.min(overPrice, overCost), firstOver(mostCost, tariff::ranked));
    for (int row = start; row < last; row++) {
      if (maskOf(row, flagMasks) == 0) {
        action.accept(pick(row));
      }
    }
  }

  private int maskOf(int row, int[] flagMasks) {
    return maskOfShape(segment.shapeOf[row]) | flagMasks[segment.flags[row]] | capsFailed(row);
  }

  private int capsFailed(int row) {
    int mask = row >= overPrice ? RejectionReason.PRICE_CAP.bit() : 0;
    mask |= row >= overCost ? RejectionReason.COST_CAP.bit() : 0;
    boolean tooMuch = carbonCapped && carbonOf(row) > question.mostCarbonMilligrams();
    return tooMuch ? mask | RejectionReason.CARBON_CAP.bit() : mask;
  }

  private int maskOfShape(int shape) {
    int mask = shapeMasks[shape];
    return mask == SegmentView.NOT_JUDGED ? view.judge(alternatives, shape, shapeMasks) : mask;
  }

  private long carbonOf(int row) {
    return CarbonRate.milligrams(gramsOf(segment.shapeOf[row]));
  }

  private double gramsOf(int shape) {
    return carbonRate.grams(segment.shapeWatts[shape], segment.shapeEmbodied[shape]);
  }

  /** False when this row, and so every later one, is not among the cheapest. */
  private boolean rank(int row, Tally tally) {
    long cost = tariff.ranked(segment.priceNanos[row]);
    if (tally.cheapest.isFull() && cost > tally.cheapest.worst().cost()) {
      return false;
    }
    return tally.cheapest.offer(pick(row));
  }

  private void miss(RejectionReason reason, int row, Tally tally) {
    long cost = tariff.ranked(segment.priceNanos[row]);
    if (NearestMisses.isTold(reason) && cost <= tally.mostCostOfMiss(reason)) {
      tally.miss(reason, pick(row));
    }
  }

  private Pick pick(int row) {
    return pick(row, tariff.ranked(segment.priceNanos[row]), carbonOf(row));
  }

  private Pick pick(int row, long cost, long carbon) {
    return new Pick(view, partition, row, cost, carbon, region.roundTripMicros());
  }

  /**
   * The first row of which {@code amount}, a figure that rises with the price, is above {@code
   * most}.
   */
  private int firstOver(long most, LongUnaryOperator amount) {
    if (most == Long.MAX_VALUE) {
      return end;
    }
    int low = start;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (amount.applyAsLong(segment.priceNanos[middle]) > most) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
