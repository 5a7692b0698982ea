package io.tradewind.matcher;

import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Workload;
import java.util.Collection;
import java.util.List;

/**
 * One walk of the market and the order it led to.
 *
 * @param alternative with ordered alternatives, the one that was taken; else 0
 */
record Decision(Question question, Scan scan, Ranking ranking, int alternative) {

  /** Ordered alternatives are tried one by one; when none is to be had, all are judged together. */
  static Decision of(
      Workload workload,
      Collection<Segment> segments,
      PriceScale scale,
      Conditions conditions,
      Scope scope) {
    return of(workload, segments, scale, conditions, scope, 1 + Placement.RUNNERS_UP);
  }

  /**
   * @param most how many of the cheapest are kept
   */
  static Decision of(
      Workload workload,
      Collection<Segment> segments,
      PriceScale scale,
      Conditions conditions,
      Scope scope,
      int most) {
    List<Resources> alternatives = workload.alternatives();
    if (workload.ordered()) {
      for (int i = 0; i < alternatives.size(); i++) {
        Decision one =
            of(
                new Question(workload, alternatives.subList(i, i + 1), scale, conditions, scope),
                segments,
                i,
                most);
        if (one.tally().feasible > 0) {
          return one;
        }
      }
    }
    return of(new Question(workload, alternatives, scale, conditions, scope), segments, 0, most);
  }

  Tally tally() {
    return scan.tally();
  }

  private static Decision of(
      Question question, Collection<Segment> segments, int alternative, int most) {
    Scan scan = Scan.of(question, segments, most);
    return new Decision(question, scan, Ranking.of(scan), alternative);
  }
}
