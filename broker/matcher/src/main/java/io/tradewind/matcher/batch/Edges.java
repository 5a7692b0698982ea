package io.tradewind.matcher.batch;

import java.util.Arrays;

/**
 * What each workload can choose from, cheapest first, growing where that turns out to be too
 * little. Offers too small for it are left out: no plan can use them, and the bound rises.
 */
final class Edges {
  private static final int FIRST = 32;

  private final BatchProblem problem;
  private final int[] listed;
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

  private void load(int workload, int atLeast) {
    Choices choices = problem.choices().cheapest(workload, atLeast);
    int count = choices.offers().length;
    int[] kept = new int[count];
    double[] cost = new double[count];
    int n = 0;
    for (int e = 0; e < count; e++) {
      int offer = choices.offers()[e];
      if (problem.capacity()[offer] >= problem.demand()[workload]) {
        kept[n] = offer;
        cost[n++] = choices.costs()[e];
      }
    }
    listed[workload] = count;
    offers[workload] = Arrays.copyOf(kept, n);
    costs[workload] = Arrays.copyOf(cost, n);
    boolean all = choices.otherwise() == Choices.NONE_OTHERWISE;
    otherwise[workload] = all ? Double.POSITIVE_INFINITY : choices.otherwise();
  }
}
