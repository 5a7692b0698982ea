package io.tradewind.matcher.batch;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A first plan at given surcharges: workloads in the order of what they would lose by their second
 * choice (regret), each on the offer with room that costs it least, surcharge included.
 */
final class Construction {
  private final BatchProblem problem;
  private final Edges edges;
  private final Prices prices;

  Construction(BatchProblem problem, Edges edges, Prices prices) {
    this.problem = problem;
    this.edges = edges;
    this.prices = prices;
  }

  Assignment build() {
    double[] regret = new double[problem.workloads()];
    Integer[] order = new Integer[regret.length];
    for (int i = 0; i < regret.length; i++) {
      regret[i] = regret(i);
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> -regret[i]));
    Assignment assignment = new Assignment(problem, edges);
    for (int workload : order) {
      assignment.place(workload, bestWithRoom(assignment, workload));
    }
    return assignment;
  }

  private double regret(int workload) {
    double best = problem.unplaced()[workload];
    double second = best;
    int[] offers = edges.offers[workload];
    for (int e = 0; e < offers.length && edges.costs[workload][e] < second; e++) {
      double priced = priced(workload, e);
      if (priced < best) {
        second = best;
        best = priced;
      } else if (priced < second) {
        second = priced;
      }
    }
    return second - best;
  }

  private int bestWithRoom(Assignment assignment, int workload) {
    int chosen = bestWithRoom(assignment, workload, Assignment.NOWHERE);
    while (cost(workload, chosen) > edges.otherwise[workload] && edges.grow(workload)) {
      chosen = bestWithRoom(assignment, workload, chosen);
    }
    return chosen;
  }

  private int bestWithRoom(Assignment assignment, int workload, int before) {
    double best = cost(workload, before);
    int chosen = before;
    int[] offers = edges.offers[workload];
    double[] costs = edges.costs[workload];
    for (int e = 0; e < offers.length && costs[e] < best; e++) {
      if (assignment.fits(workload, offers[e]) && priced(workload, e) < best) {
        best = priced(workload, e);
        chosen = e;
      }
    }
    return chosen;
  }

  private double cost(int workload, int e) {
    return e == Assignment.NOWHERE ? problem.unplaced()[workload] : priced(workload, e);
  }

  private double priced(int workload, int e) {
    return edges.costs[workload][e]
        + problem.demand()[workload] * prices.surcharge[edges.offers[workload][e]];
  }
}
