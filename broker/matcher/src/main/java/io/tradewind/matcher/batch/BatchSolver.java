package io.tradewind.matcher.batch;

/**
 * Places many workloads at once, each on one offer, at the least cost within the limits (a
 * generalised assignment problem: NP-hard, with a small gap to its relaxation). {@link Ascent}
 * raises the lower bound; now and then {@link Construction} and {@link Repacking} make a plan of
 * its surcharges. The best of both are the answer and its certificate.
 */
public final class BatchSolver {
  /** The sum of many doubles is good to about twelve digits; the bound stays on the safe side. */
  private static final double ROUNDING = 1e-12;

  private final BatchProblem problem;
  private final Edges edges;
  private final Ascent ascent;
  private double bestCost = Double.POSITIVE_INFINITY;
  private int[] bestOffers = new int[0];

  private BatchSolver(BatchProblem problem) {
    this.problem = problem;
    edges = new Edges(problem);
    ascent = new Ascent(problem, edges);
  }

  /**
   * The best plan within the budget. The same problem and as many rounds give an equal answer; a
   * plan and a bound there always are.
   */
  public static BatchPlan solve(BatchProblem problem, Budget budget) {
    return new BatchSolver(problem).solve(budget);
  }

  private BatchPlan solve(Budget budget) {
    ascent.round(0);
    if (ascent.isTimeForPlan()) {
      plan();
    }
    boolean isImproved = false;
    while (lowerBound() < bestCost && budget.allowsAnotherRound()) {
      ascent.round(bestCost);
      if (ascent.isTimeForPlan()) {
        plan();
        isImproved = true;
      }
    }
    if (!isImproved && lowerBound() < bestCost) {
      plan();
    }
    return result();
  }

  private void plan() {
    Assignment plan = new Construction(problem, edges, ascent.prices).build(ascent.wanted());
    new Repacking(problem, ascent.prices, plan).improve();
    keep(plan);
  }

  private void keep(Assignment plan) {
    double cost = plan.cost();
    if (cost < bestCost) {
      bestCost = cost;
      bestOffers = plan.offers();
    }
  }

  private BatchPlan result() {
    long cost = Math.round(bestCost);
    Prices.Snapshot prices = ascent.bestPrices();
    return new BatchPlan(
        bestOffers,
        cost,
        lowerBound(),
        prices.offers(),
        prices.tenants(),
        prices.sites(),
        ascent.rounds());
  }

  /** Costs are whole numbers: what is more than the bound is at least the next one. */
  private long lowerBound() {
    double bound = ascent.bound() * (1 - ROUNDING) - ROUNDING;
    return Math.min(Math.round(bestCost), (long) Math.ceil(bound));
  }
}
