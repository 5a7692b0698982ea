package io.tradewind.matcher.batch;

import java.util.Arrays;

/**
 * What each workload can choose from, cheapest first, growing where that turns out to be too
 * little. Offers too small for it are left out: no plan can use them, and the bound rises.
 */
final class Edges {
  private static final int FIRST = 32;
  private static final int[] NO_OFFERS = {};
  private static final double[] NO_COSTS = {};

  private final BatchProblem problem;
  private final int[] listed;
  private long count;
  final int[][] offers;
  final double[][] costs;

  /** No offer that is not here costs less. */
  final double[] otherwise;

  Edges(BatchProblem problem) {
    this.problem = problem;
    int workloads = problem.workloads();
    listed = new int[workloads];
    offers = new int[workloads][];
    costs = new double[workloads][];
    otherwise = new double[workloads];
    Arrays.fill(offers, NO_OFFERS);
    Arrays.fill(costs, NO_COSTS);
    for (int i = 0; i < workloads; i++) {
      load(i, FIRST);
    }
  }

  /** Whether there are more now. Positions of those before stay. */
  boolean grow(int workload) {
    int before = listed[workload];
    if (otherwise[workload] == Double.POSITIVE_INFINITY) {
      return false;
    }
    load(workload, 2 * before);
    return listed[workload] > before;
  }

  /** Of all workloads together. */
  long count() {
    return count;
  }

  private void load(int workload, int atLeast) {
    Choices choices = problem.choices().cheapest(workload, atLeast);
    int before = listed[workload];
    int more = fitting(choices.offers(), before, problem.demand()[workload]);
    int n = offers[workload].length;
    int[] kept = Arrays.copyOf(offers[workload], n + more);
    double[] cost = Arrays.copyOf(costs[workload], n + more);
    for (int e = before; n < kept.length; e++) {
      int offer = choices.offers()[e];
      if (problem.capacity()[offer] >= problem.demand()[workload]) {
        kept[n] = offer;
        cost[n++] = choices.costs()[e];
      }
    }
    listed[workload] = choices.offers().length;
    offers[workload] = kept;
    costs[workload] = cost;
    count += more;
    boolean all = choices.otherwise() == Choices.NONE_OTHERWISE;
    otherwise[workload] = all ? Double.POSITIVE_INFINITY : choices.otherwise();
  }

  private int fitting(int[] offered, int from, int units) {
    int fitting = 0;
    for (int e = from; e < offered.length; e++) {
      fitting += problem.capacity()[offered[e]] >= units ? 1 : 0;
    }
    return fitting;
  }
}
