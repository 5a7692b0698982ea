package io.tradewind.matcher.batch;

import java.util.Optional;

/**
 * Raises the lower bound, a round at a time: first by an {@link Auction}, which comes near the best
 * surcharges of offers at once, then by {@link Prices}, whose rounds are cheap and which knows
 * tenants and sites, then by {@link Knapsacks}. Most rounds estimate the bound; every few, it is
 * proven where the estimate was best. After some rounds without a rise it goes back to the best and
 * steps shorter.
 */
final class Ascent {
  /**
   * Of fewer workloads prices are soon known, and more finely: an auction ends with what the winner
   * bid, which may be far above what the next would pay.
   */
  private static final int LEAST_FOR_AUCTION = 200;

  /**
   * Of what a workload pays, by how much it may at most miss its best place, auction by auction.
   */
  private static final double[] SHARES = {0.03, 0.003, 0.0005};

  /** Of so many each bid takes longer, and plans are further from the bound than the last share. */
  private static final int MANY = 5_000;

  private static final double[] SHARES_OF_MANY = {0.03, 0.003, 0.001};
  private static final double[] NO_SHARES = {};
  private static final double STEP_AFTER_AUCTIONS = 0.25;
  private static final int ROUNDS_OF_PRICES = 110;
  private static final int ROUNDS_AFTER_AUCTIONS = 30;
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
  private final Auction auction;
  private final double[] shares;

  /** Until knapsacks take over. */
  private final int roundsOfPrices;

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
    auction = new Auction(problem, edges, prices);
    shares = shares(problem.workloads());
    roundsOfPrices = shares.length > 0 ? ROUNDS_AFTER_AUCTIONS : ROUNDS_OF_PRICES;
    bestPrices = prices.snapshot();
  }

  private static double[] shares(int workloads) {
    if (workloads < LEAST_FOR_AUCTION) {
      return NO_SHARES;
    }
    return workloads < MANY ? SHARES : SHARES_OF_MANY;
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

  /** Of each workload the edge that a plan should take first; −1 for none. */
  int[] wanted() {
    return knapsacks.map(Knapsacks::takenAt).orElseGet(auction::mostHeld);
  }

  /**
   * One round.
   *
   * @param cost of the best plan so far, which the bound cannot pass
   */
  void round(double cost) {
    if (rounds > 0 && rounds <= shares.length) {
      roundOfAuction();
      isTimeForPlan = rounds == shares.length;
    } else if (rounds < roundsOfPrices || isLarge()) {
      roundOfPrices(cost);
      isTimeForPlan = isTimeForPlanByPrices();
    } else {
      roundOfKnapsacks(cost, knapsacks.isEmpty() ? begin() : knapsacks.get());
      int since = rounds - roundsOfPrices;
      isTimeForPlan = since % KNAPSACK_ROUNDS_A_PLAN == KNAPSACK_ROUNDS_A_PLAN / 2;
    }
    rounds++;
  }

  /** Whether what is known now makes another plan than what was known before. */
  boolean isTimeForPlan() {
    return isTimeForPlan;
  }

  /** A first plan where no auction is to come; of a large batch one now and then. */
  private boolean isTimeForPlanByPrices() {
    return rounds == 0
        ? shares.length == 0
        : isLarge() && (rounds - shares.length) % ROUNDS_A_LARGE_PLAN == 0;
  }

  /** Auctions before the last are too rough to prove much. */
  private void roundOfAuction() {
    auction.hold(shares[rounds - 1]);
    if (rounds == shares.length) {
      prove();
      backToBest();
      step = STEP_AFTER_AUCTIONS;
    }
  }

  /** Where the last look was the best, its wishes stand. */
  private void backToBest() {
    if (last < bestOfPhase) {
      prices.restart(bestPrices);
      last = prices.bound();
    }
  }

  /** Whether it is the best so far. */
  private boolean prove() {
    last = prices.bound();
    best = Math.max(best, last);
    if (last <= bestOfPhase) {
      return false;
    }
    bestOfPhase = last;
    bestPrices = prices.snapshot();
    return true;
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
    if (prove()) {
      failures = 0;
    } else if (++failures > PATIENCE) {
      failures = 0;
      step *= SHRINK;
      backToBest();
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
