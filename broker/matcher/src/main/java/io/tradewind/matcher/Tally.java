package io.tradewind.matcher;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a scan has seen: counts by reason, the cheapest few, the front, the best near misses. */
final class Tally {
  private static final int REASONS = RejectionReason.values().length;

  final Top cheapest;
  final Front front = new Front();
  final int[] counts = new int[REASONS];
  private final @Nullable Pick[] misses = new Pick[REASONS];
  private final long[] missCosts = new long[REASONS];
  int considered;
  int feasible;

  /**
   * @param most how many of the cheapest are kept
   */
  Tally(int most) {
    cheapest = new Top(most, Pick.BY_COST);
  }

  void reject(RejectionReason reason, int rows) {
    counts[reason.ordinal()] += rows;
  }

  /** What an offer may cost to be among the cheapest. */
  long mostCost() {
    return cheapest.mostCost();
  }

  /** What an offer may cost to be the best that fails only this. */
  long mostCostOfMiss(RejectionReason reason) {
    return misses[reason.ordinal()] == null ? Long.MAX_VALUE : missCosts[reason.ordinal()];
  }

  void miss(RejectionReason reason, Pick pick) {
    Pick best = misses[reason.ordinal()];
    if (best == null || Pick.BY_COST.compare(pick, best) < 0) {
      misses[reason.ordinal()] = pick;
      missCosts[reason.ordinal()] = pick.cost();
    }
  }

  @Nullable Pick missOf(RejectionReason reason) {
    return misses[reason.ordinal()];
  }

  List<Rejection> rejections() {
    List<Rejection> rejections = new ArrayList<>();
    for (RejectionReason reason : RejectionReason.values()) {
      int count = counts[reason.ordinal()];
      if (count > 0) {
        rejections.add(Rejection.of(reason, count));
      }
    }
    return rejections;
  }
}
