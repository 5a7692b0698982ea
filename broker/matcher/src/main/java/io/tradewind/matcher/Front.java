package io.tradewind.matcher;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The exact Pareto front over cost, gCO2e and round trip, kept while rows go by. Of equal points
 * the one with the lower price, then the lower id, stands for all.
 */
final class Front {
  private static final Comparator<Pick> ORDER =
      Comparator.comparingLong(Pick::cost)
          .thenComparingLong(Pick::carbonMilligrams)
          .thenComparingLong(Pick::roundTripMicros);

  private final List<Pick> points = new ArrayList<>();

  /** False when a point of the front is as good in everything and better in something. */
  boolean mayEnter(long cost, long carbonMilligrams, long roundTripMicros) {
    for (int i = 0; i < points.size(); i++) {
      Pick point = points.get(i);
      if (point.cost() <= cost
          && point.carbonMilligrams() <= carbonMilligrams
          && point.roundTripMicros() <= roundTripMicros) {
        boolean equal =
            point.cost() == cost
                && point.carbonMilligrams() == carbonMilligrams
                && point.roundTripMicros() == roundTripMicros;
        // Who beats one offer beats its neighbours too: look there first next time.
        points.set(i, points.get(0));
        points.set(0, point);
        return equal;
      }
    }
    return true;
  }

  /** Only after {@link #mayEnter}. */
  void enter(Pick pick) {
    for (int i = points.size() - 1; i >= 0; i--) {
      Pick point = points.get(i);
      if (isEqual(point, pick)) {
        if (Pick.BY_COST.compare(pick, point) < 0) {
          points.set(i, pick);
        }
        return;
      }
      if (isBeaten(point, pick)) {
        points.set(i, points.get(points.size() - 1));
        points.remove(points.size() - 1);
      }
    }
    points.add(pick);
  }

  List<Pick> inOrder() {
    List<Pick> ordered = new ArrayList<>(points);
    ordered.sort(ORDER);
    return ordered;
  }

  private static boolean isEqual(Pick a, Pick b) {
    return a.cost() == b.cost()
        && a.carbonMilligrams() == b.carbonMilligrams()
        && a.roundTripMicros() == b.roundTripMicros();
  }

  private static boolean isBeaten(Pick point, Pick by) {
    return by.cost() <= point.cost()
        && by.carbonMilligrams() <= point.carbonMilligrams()
        && by.roundTripMicros() <= point.roundTripMicros();
  }
}
