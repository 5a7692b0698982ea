package io.tradewind.matcher;

import io.tradewind.api.Offer;
import java.util.Comparator;

/**
 * A row that may be part of the answer, with what it is compared by. The rich objects are built
 * from it for the few that are.
 *
 * @param cost what offers are ranked by, in billionths
 */
record Pick(
    SegmentView view,
    int partition,
    int row,
    long cost,
    long carbonMilligrams,
    long roundTripMicros) {

  /** Ties are broken by price and then by id, so that the order of offers never matters. */
  static final Comparator<Pick> BY_COST =
      Comparator.comparingLong(Pick::cost)
          .thenComparingLong(Pick::priceNanos)
          .thenComparing(pick -> pick.offer().id())
          .thenComparing(pick -> pick.view().feed());

  static final Comparator<Pick> BY_CARBON =
      Comparator.comparingLong(Pick::carbonMilligrams).thenComparing(BY_COST);

  static final Comparator<Pick> BY_ROUND_TRIP =
      Comparator.comparingLong(Pick::roundTripMicros).thenComparing(BY_COST);

  Offer offer() {
    return view.segment().row(row);
  }

  long priceNanos() {
    return view.segment().priceNanos[row];
  }

  RegionFacts region() {
    return view.region(partition);
  }

  boolean isLeasable() {
    return view.question().isLeasable(view.feed());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pick pick && pick.row == row && pick.view == view;
  }

  @Override
  public int hashCode() {
    return row;
  }
}
