package io.tradewind.matcher;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The best few of many, in order. */
final class Top {
  private final int most;
  private final Comparator<Pick> order;
  private final List<Pick> best;
  private long mostCost = Long.MAX_VALUE;

  Top(int most, Comparator<Pick> order) {
    this.most = most;
    this.order = order;
    best = new ArrayList<>(most + 1);
  }

  boolean isFull() {
    return best.size() == most;
  }

  /** What the last of a full list costs; for a list that is ordered by cost. */
  long mostCost() {
    return mostCost;
  }

  /** The last of a full list. */
  Pick worst() {
    return best.get(best.size() - 1);
  }

  /** Whether it is now among the best. */
  boolean offer(Pick pick) {
    if (isFull() && order.compare(pick, worst()) >= 0) {
      return false;
    }
    int at = best.size();
    while (at > 0 && order.compare(pick, best.get(at - 1)) < 0) {
      at--;
    }
    best.add(at, pick);
    if (best.size() > most) {
      best.remove(most);
    }
    if (isFull()) {
      mostCost = worst().cost();
    }
    return true;
  }

  List<Pick> inOrder() {
    return best;
  }
}
