package io.tradewind.matcher.batch;

import java.util.Optional;

/**
 * Raises the lower bound, a round at a time: first by {@link Prices}, whose rounds are cheap, then
 * by {@link Knapsacks}. After some rounds without a rise it goes back to the best and steps
 * shorter.
 */
final class Ascent {
  private static final int ROUNDS_OF_PRICES = 150;
  private static final int PATIENCE = 12;
  private static final int KNAPSACK_PATIENCE = 4;
  private static final double SHRINK = 0.7;

  private final BatchProblem problem;
  private final Edges edges;
  final Prices prices;
  private Prices.Snapshot bestPrices;
  private Optional<Knapsacks> knapsacks = Optional.empty();
  private double[] bestWorth = new double[0];
  private double best = Double.NEGATIVE_INFINITY;
  private double bestOfPhase = Double.NEGATIVE_INFINITY;
  private double last;
  private double step = 1;
  private int failures;
  private int rounds;

  Ascent(BatchProblem problem, Edges edges) {
    this.problem = problem;
    this.edges = edges;
    prices = new Prices(problem, edges);
    bestPrices = prices.snapshot();
  }

  double bound() {
    return best;
  }

  int rounds() {
    return rounds;
  }

  Prices.Snapshot bestPrices() {
    return bestPrices;
  }

  /**
   * One round.
   *
   * @param cost of the best plan so far, which the bound cannot pass
   */
  void round(double cost) {
    if (rounds > 0 && rounds < ROUNDS_OF_PRICES) {
      prices.move(step * (cost - last));
    } else if (rounds == ROUNDS_OF_PRICES) {
      beginKnapsacks();
    } else {
      knapsacks.ifPresent(half -> half.move(step * (cost - last)));
    }
    last = knapsacks.map(Knapsacks::bound).orElseGet(prices::bound);
    rounds++;
    judge();
  }

  private void beginKnapsacks() {
    prices.restart(bestPrices);
    prices.bound();
    knapsacks = Optional.of(new Knapsacks(problem, edges, prices));
    bestOfPhase = Double.NEGATIVE_INFINITY;
    failures = 0;
    step = 0.5;
  }

  private void judge() {
    best = Math.max(best, last);
    if (last > bestOfPhase) {
      bestOfPhase = last;
      failures = 0;
      knapsacks.ifPresentOrElse(
          half -> bestWorth = half.worth(), () -> bestPrices = prices.snapshot());
    } else if (++failures > (knapsacks.isPresent() ? KNAPSACK_PATIENCE : PATIENCE)) {
      failures = 0;
      step *= SHRINK;
      knapsacks.ifPresentOrElse(half -> half.restart(bestWorth), () -> prices.restart(bestPrices));
      last = knapsacks.map(Knapsacks::bound).orElseGet(prices::bound);
    }
  }

  /** Slightly other surcharges, for another plan. */
  void stir(double cost) {
    if (knapsacks.isPresent()) {
      prices.bound();
      prices.move(0.1 * (cost - best));
    }
  }
}
