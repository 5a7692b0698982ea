package io.tradewind.matcher.batch;

import java.util.Optional;

/**
 * Raises the lower bound, a round at a time: first by {@link Prices}, whose rounds are cheap, then
 * by {@link Knapsacks}. Most rounds estimate the bound; every few, it is proven where the estimate
 * was best. After some rounds without a rise it goes back to the best and steps shorter.
 */
final class Ascent {
  private static final int ROUNDS_OF_PRICES = 110;
  private static final int PATIENCE = 2;
  private static final int KNAPSACK_PATIENCE = 4;
  private static final double SHRINK = 0.7;
  private static final double KNAPSACK_STEP = 0.25;

  /** Rounds by estimates for one that proves. */
  private static final int ROUNDS_A_PROOF = 5;

  /** With more edges than this, knapsacks take so long that prices alone prove more. */
  private static final long MOST_ITEMS = 500_000;

  private static final int KNAPSACK_ROUNDS_A_PROOF = 5;
  private static final int KNAPSACK_ROUNDS_A_PLAN = 40;

  /** Of a large batch a plan takes as long as many rounds. */
  private static final int ROUNDS_A_LARGE_PLAN = 80;

  /** Plans are far from the best at first: no round aims higher above the bound than this. */
  private static final double MOST_RISE = 0.02;

  private static final double MOST_RISE_OF_MANY = 0.01;
  private static final double MOST_KNAPSACK_RISE = 0.001;

  private final BatchProblem problem;
  private final Edges edges;
  final Prices prices;
  private Prices.Snapshot bestPrices;
  private Optional<Knapsacks> knapsacks = Optional.empty();
  private double[] bestWorth = new double[0];
  private double best = Double.NEGATIVE_INFINITY;

  /** By estimates, since the phase began. */
  private double bestOfPhase = Double.NEGATIVE_INFINITY;

  private double last;
  private double step = 1;
  private int failures;
  private int nextProof;
  private boolean isTimeForPlan;
  private int rounds;

  Ascent(BatchProblem problem, Edges edges) {
    this.problem = problem;
    this.edges = edges;
    prices = new Prices(problem, edges);
    bestPrices = prices.snapshot();
  }

  /** Proven. */
  double bound() {
    return best;
  }

  int rounds() {
    return rounds;
  }

  Prices.Snapshot bestPrices() {
    return bestPrices;
  }

  /** Empty before the first round of theirs. */
  Optional<Knapsacks> knapsacks() {
    return knapsacks;
  }

  /**
   * One round.
   *
   * @param cost of the best plan so far, which the bound cannot pass
   */
  void round(double cost) {
    if (rounds < ROUNDS_OF_PRICES || isLarge()) {
      roundOfPrices(cost);
      isTimeForPlan = isLarge() && rounds > 0 && rounds % ROUNDS_A_LARGE_PLAN == 0;
    } else {
      roundOfKnapsacks(cost, knapsacks.isEmpty() ? begin() : knapsacks.get());
      int since = rounds - ROUNDS_OF_PRICES;
      isTimeForPlan = since % KNAPSACK_ROUNDS_A_PLAN == KNAPSACK_ROUNDS_A_PLAN / 2;
    }
    rounds++;
  }

  /** Whether what is known now makes another plan than what was known before. */
  boolean isTimeForPlan() {
    return isTimeForPlan;
  }

  private void roundOfPrices(double cost) {
    if (rounds > 0) {
      prices.move(step * Math.min(cost - last, mostRise() * Math.abs(last)));
    }
    if (rounds < nextProof) {
      last = prices.estimate();
      return;
    }
    nextProof = rounds + ROUNDS_A_PROOF;
    last = prices.bound();
    best = Math.max(best, last);
    if (last > bestOfPhase) {
      bestOfPhase = last;
      bestPrices = prices.snapshot();
      failures = 0;
    } else if (++failures > PATIENCE) {
      failures = 0;
      step *= SHRINK;
      prices.restart(bestPrices);
      last = prices.bound();
    }
  }

  /** Too many edges for {@link Knapsacks}. */
  boolean isLarge() {
    return knapsacks.isEmpty() && edges.count() > MOST_ITEMS;
  }

  private double mostRise() {
    return isLarge() ? MOST_RISE_OF_MANY : MOST_RISE;
  }

  private Knapsacks begin() {
    prices.restart(bestPrices);
    best = Math.max(best, prices.bound());
    Knapsacks half = new Knapsacks(problem, edges, prices);
    knapsacks = Optional.of(half);
    last = half.bound();
    best = Math.max(best, last);
    bestOfPhase = last;
    bestWorth = half.worth();
    failures = 0;
    step = KNAPSACK_STEP;
    return half;
  }

  private void roundOfKnapsacks(double cost, Knapsacks half) {
    half.move(step * Math.min(cost - last, MOST_KNAPSACK_RISE * Math.abs(last)));
    last = half.estimate();
    if (last > bestOfPhase) {
      bestOfPhase = last;
      bestWorth = half.worth();
      failures = 0;
    } else if (++failures > KNAPSACK_PATIENCE) {
      failures = 0;
      step *= SHRINK;
      half.restart(bestWorth);
      last = half.estimate();
    }
    if (rounds % KNAPSACK_ROUNDS_A_PROOF == 0) {
      half.restart(bestWorth);
      last = half.bound();
      bestOfPhase = last;
      best = Math.max(best, last);
    }
  }
}
