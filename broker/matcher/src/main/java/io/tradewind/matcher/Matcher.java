package io.tradewind.matcher;

import io.tradewind.matcher.workload.Workload;
import java.util.List;
import java.util.Optional;

/**
 * The decision: filter, reckon, keep the Pareto front, choose by the objective, explain. Begin
 * reading here, then {@link Scan}.
 */
public final class Matcher {
  private Matcher() {}

  /** The same arguments always give an equal answer. */
  public static Placement match(
      Workload workload, Market market, Conditions conditions, Scope scope) {
    return match(workload, market, conditions, scope, true);
  }

  /** The same decision, without the runners-up, the front and the near misses beside it. */
  public static Placement choose(
      Workload workload, Market market, Conditions conditions, Scope scope) {
    return match(workload, market, conditions, scope, false);
  }

  private static Placement match(
      Workload workload, Market market, Conditions conditions, Scope scope, boolean full) {
    Decision decision = Decision.of(workload, market.segments(), market.scale(), conditions, scope);
    List<Pick> order = decision.ranking().order();
    Optional<Pick> choice = order.isEmpty() ? Optional.empty() : Optional.of(order.get(0));
    Optional<Candidate> chosen =
        choice.map(pick -> new Candidate(pick, () -> Explanation.why(decision)));
    Optional<Candidate> startable =
        chosen.isEmpty() || chosen.get().leasable()
            ? chosen
            : startable(workload, market, conditions);
    Optional<StartAdvice> startAfter =
        chosen.flatMap(candidate -> LaterStart.of(decision.question(), candidate));
    return new Placement(
        choice.isPresent() ? Outcome.PLACED : Outcome.UNPLACED,
        decision.question().objective(),
        decision.question().costKind(),
        market.version(),
        conditions.version(),
        conditions.now(),
        chosen,
        startable,
        full ? beside(order.isEmpty() ? order : order.subList(1, order.size()), choice) : List.of(),
        full ? beside(decision.scan().front(), choice) : List.of(),
        decision.tally().rejections(),
        full ? NearestMisses.of(decision.tally(), choice.orElse(null)) : List.of(),
        decision.tally().considered,
        decision.tally().feasible,
        new Sentences(() -> Explanation.of(decision, chosen, startable, startAfter)),
        startAfter);
  }

  /**
   * The cheapest offers by what the workload compares them by, for whoever places many at once.
   *
   * @param most how many at most
   */
  public static Shortlist shortlist(
      Workload workload, Market market, Conditions conditions, Scope scope, int most) {
    Tally tally =
        Decision.of(workload, market.segments(), market.scale(), conditions, scope, most).tally();
    return new Shortlist(
        tally.cheapest.inOrder().stream().map(pick -> new Candidate(pick, () -> "")).toList(),
        tally.feasible,
        tally.considered,
        tally.rejections());
  }

  private static List<Candidate> beside(List<Pick> picks, Optional<Pick> choice) {
    Candidate[] candidates = new Candidate[picks.size()];
    for (int i = 0; i < candidates.length; i++) {
      Pick pick = picks.get(i);
      candidates[i] = new Candidate(pick, () -> Explanation.beside(pick, choice.orElse(pick)));
    }
    return List.of(candidates);
  }

  private static Optional<Candidate> startable(
      Workload workload, Market market, Conditions conditions) {
    List<Segment> leasable =
        market.segments().stream().filter(segment -> segment.isLeasable(conditions)).toList();
    return leasable.isEmpty() ? Optional.empty() : bestOf(leasable, workload, market, conditions);
  }

  private static Optional<Candidate> bestOf(
      List<Segment> leasable, Workload workload, Market market, Conditions conditions) {
    return Decision.of(workload, leasable, market.scale(), conditions, Scope.LEASABLE)
        .ranking()
        .order()
        .stream()
        .findFirst()
        .map(pick -> new Candidate(pick, () -> "The best that can be leased now."));
  }
}
