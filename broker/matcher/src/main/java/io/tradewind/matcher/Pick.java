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
    Slab slab,
    int row,
    int region,
    int kind,
    long cost,
    long carbonMilligrams,
    long roundTripMicros) {

  /** Ties are broken by price and then by id, so that the order of offers never matters. */
  static final Comparator<Pick> BY_COST = Pick::compareByCost;

  static final Comparator<Pick> BY_CARBON =
      (a, b) ->
          a.carbonMilligrams != b.carbonMilligrams
              ? Long.compare(a.carbonMilligrams, b.carbonMilligrams)
              : compareByCost(a, b);

  static final Comparator<Pick> BY_ROUND_TRIP =
      (a, b) ->
          a.roundTripMicros != b.roundTripMicros
              ? Long.compare(a.roundTripMicros, b.roundTripMicros)
              : compareByCost(a, b);

  Offer offer() {
    return slab.offer(row);
  }

  long priceNanos() {
    return slab.priceNanos[row];
  }

  RegionFacts facts() {
    return view.facts(region);
  }

  Tariff tariff() {
    return view.rates(slab.layout.capacity()).tariff(region);
  }

  boolean isLeasable() {
    return view.question().isLeasable(view.feed(), view.atlas().region(region));
  }

  private static int compareByCost(Pick a, Pick b) {
    if (a.cost != b.cost) {
      return a.cost < b.cost ? -1 : 1;
    }
    int byPrice = Long.compare(a.priceNanos(), b.priceNanos());
    if (byPrice != 0) {
      return byPrice;
    }
    int byId = a.offer().id().compareTo(b.offer().id());
    return byId != 0 ? byId : a.view.feed().compareTo(b.view.feed());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pick pick && pick.row == row && pick.slab == slab && pick.view == view;
  }

  @Override
  public int hashCode() {
    return row;
  }
}
