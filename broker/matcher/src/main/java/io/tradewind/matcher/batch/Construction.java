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

  /**
   * @param wanted of each workload the edge to take first if there is room; −1 for none
   */
  Assignment build(int[] wanted) {
    Assignment assignment = new Assignment(problem, edges);
    Integer[] order = byRegret();
    for (int workload : order) {
      int first = wanted[workload];
      if (first >= 0 && assignment.fits(workload, edges.offers[workload][first])) {
        assignment.place(workload, first);
      }
    }
    for (int workload : order) {
      if (assignment.edge[workload] == Assignment.NOWHERE) {
        assignment.place(workload, bestWithRoom(assignment, workload));
      }
    }
    return assignment;
  }

  private Integer[] byRegret() {
    double[] regret = new double[problem.workloads()];
    Integer[] order = new Integer[regret.length];
    for (int i = 0; i < regret.length; i++) {
      regret[i] = regret(i);
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> -regret[i]));
    return order;
  }

  /** Among the near edges: where there is but one, all that leaving it may cost. */
  private double regret(int workload) {
    Nearby near = prices.near;
    double best = problem.unplaced()[workload];
    double second = best;
    for (int k = near.start[workload]; k < near.start[workload + 1]; k++) {
      double priced = priced(workload, near.cost[k], near.offer[k]);
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
    int chosen = nearestWithRoom(assignment, workload);
    if (chosen == Assignment.NOWHERE) {
      chosen = bestWithRoom(assignment, workload, chosen);
    }
    while (cost(workload, chosen) > edges.otherwise[workload] && edges.grow(workload)) {
      chosen = bestWithRoom(assignment, workload, chosen);
    }
    return chosen;
  }

  private int nearestWithRoom(Assignment assignment, int workload) {
    Nearby near = prices.near;
    double best = problem.unplaced()[workload];
    int chosen = Assignment.NOWHERE;
    for (int k = near.start[workload]; k < near.start[workload + 1]; k++) {
      double priced = priced(workload, near.cost[k], near.offer[k]);
      if (priced < best && assignment.fits(workload, near.offer[k])) {
        best = priced;
        chosen = near.edge[k];
      }
    }
    return chosen;
  }

  private int bestWithRoom(Assignment assignment, int workload, int before) {
    double best = cost(workload, before);
    int chosen = before;
    int[] offers = edges.offers[workload];
    double[] costs = edges.costs[workload];
    for (int e = 0; e < offers.length && costs[e] < best; e++) {
      double priced = priced(workload, costs[e], offers[e]);
      if (priced < best && assignment.fits(workload, offers[e])) {
        best = priced;
        chosen = e;
      }
    }
    return chosen;
  }

  private double cost(int workload, int e) {
    return e == Assignment.NOWHERE
        ? problem.unplaced()[workload]
        : priced(workload, edges.costs[workload][e], edges.offers[workload][e]);
  }

  private double priced(int workload, double cost, int offer) {
    return cost + problem.demand()[workload] * prices.surcharge[offer];
  }
}
