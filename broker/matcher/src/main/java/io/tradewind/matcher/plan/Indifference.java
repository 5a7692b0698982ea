package io.tradewind.matcher.plan;

import io.tradewind.matcher.batch.BatchPlan;
import io.tradewind.matcher.batch.BatchProblem;
import io.tradewind.matcher.batch.Choices;
import java.util.HashMap;
import java.util.Map;

/**
 * A second lower bound, sharp where many workloads are alike, as in most batches. Each offer that a
 * plan uses up is given the surcharge at which workloads of a kind would as soon be at the dearest
 * place that one of them has. Any surcharges prove a bound (see {@code Prices} of the solver); the
 * better of two proofs stands.
 *
 * @param bound no plan costs less
 * @param prices of a unit of each offer
 */
record Indifference(long bound, double[] prices) {
  private static final double ROUNDING = 1e-12;

  /**
   * @param kinds equal for workloads that see the same offers at the same cost
   */
  static Indifference of(BatchProblem problem, BatchPlan plan, Object[] kinds) {
    Choices[] choices = new Choices[problem.workloads()];
    for (int i = 0; i < choices.length; i++) {
      choices[i] = problem.choices().cheapest(i, Integer.MAX_VALUE);
    }
    double[] prices = prices(problem, plan, kinds, choices);
    double sum = 0;
    for (int i = 0; i < choices.length; i++) {
      sum += least(problem, plan, choices[i], i, prices);
    }
    for (int j = 0; j < prices.length; j++) {
      sum -= prices[j] * problem.capacity()[j];
    }
    for (int t = 0; t < plan.tenantPrices().length; t++) {
      sum -= plan.tenantPrices()[t] == 0 ? 0 : plan.tenantPrices()[t] * problem.tenantLimit()[t];
    }
    return new Indifference((long) Math.floor(sum * (1 - ROUNDING)), prices);
  }

  private static double[] prices(
      BatchProblem problem, BatchPlan plan, Object[] kinds, Choices[] choices) {
    Map<Object, Double> dearest = new HashMap<>();
    for (int i = 0; i < kinds.length; i++) {
      double cost = placedCost(problem, plan, choices[i], i);
      dearest.merge(kinds[i], cost, Math::max);
    }
    boolean[] full = full(problem, plan);
    double[] prices = new double[problem.offers()];
    for (int i = 0; i < kinds.length; i++) {
      double level = dearest.getOrDefault(kinds[i], 0.0);
      for (int e = 0; e < choices[i].offers().length; e++) {
        int offer = choices[i].offers()[e];
        if (full[offer]) {
          double each = (level - choices[i].costs()[e]) / problem.demand()[i];
          prices[offer] = Math.max(prices[offer], each);
        }
      }
    }
    return prices;
  }

  /** Of who is left out, what that costs, unless its tenant's cap is the reason. */
  private static double placedCost(
      BatchProblem problem, BatchPlan plan, Choices choices, int workload) {
    if (plan.offerOf(workload).isEmpty()) {
      boolean capped = plan.tenantPrices()[problem.tenant()[workload]] > 0;
      return capped ? 0 : problem.unplaced()[workload];
    }
    int offer = plan.offerOf(workload).getAsInt();
    for (int e = 0; e < choices.offers().length; e++) {
      if (choices.offers()[e] == offer) {
        return choices.costs()[e];
      }
    }
    return 0;
  }

  /** Offers without room for the smallest workload. */
  private static boolean[] full(BatchProblem problem, BatchPlan plan) {
    long[] room = new long[problem.offers()];
    for (int j = 0; j < room.length; j++) {
      room[j] = problem.capacity()[j];
    }
    int smallest = Integer.MAX_VALUE;
    for (int i = 0; i < problem.workloads(); i++) {
      smallest = Math.min(smallest, problem.demand()[i]);
      if (plan.offerOf(i).isPresent()) {
        room[plan.offerOf(i).getAsInt()] -= problem.demand()[i];
      }
    }
    boolean[] full = new boolean[room.length];
    for (int j = 0; j < room.length; j++) {
      full[j] = room[j] < smallest;
    }
    return full;
  }

  private static double least(
      BatchProblem problem, BatchPlan plan, Choices choices, int workload, double[] prices) {
    double least = Math.min(problem.unplaced()[workload], (double) choices.otherwise());
    double extra = problem.demand()[workload] * plan.tenantPrices()[problem.tenant()[workload]];
    for (int e = 0; e < choices.offers().length; e++) {
      int offer = choices.offers()[e];
      double fits = problem.capacity()[offer] - problem.demand()[workload];
      if (fits >= 0) {
        double priced = choices.costs()[e] + extra + problem.demand()[workload] * prices[offer];
        least = Math.min(least, priced);
      }
    }
    return least;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Indifference it
        && it.bound == bound
        && java.util.Arrays.equals(it.prices, prices);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(bound);
  }

  @Override
  public String toString() {
    return "Indifference[bound=%d]".formatted(bound);
  }
}
