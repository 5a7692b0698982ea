package io.tradewind.matcher.batch;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Betters a plan: a workload moves to a cheaper offer; where that is full, those in its way move to
 * their best other places, if all of it together saves (ejection chains of depth one, Glover 1996).
 */
final class Ejection {
  /** Half a billionth: less is rounding. */
  private static final double LEAST = 0.5;

  private static final int PASSES = 6;

  /** A move that loses more than this share at surcharges is not worth a try. */
  private static final double DETOUR = 0.02;

  private static final long LOOKS_A_WORKLOAD = 3_000;

  private final BatchProblem problem;
  private final Edges edges;
  private final Prices prices;
  private final Assignment plan;
  private final int[] moved;
  private final int[] movedFrom;
  private int moves;
  private long looks;

  Ejection(BatchProblem problem, Edges edges, Prices prices, Assignment plan) {
    this.problem = problem;
    this.edges = edges;
    this.prices = prices;
    this.plan = plan;
    moved = new int[problem.workloads()];
    movedFrom = new int[problem.workloads()];
    looks = LOOKS_A_WORKLOAD * problem.workloads();
  }

  /** Until nothing helps any more, or it has taken long; who could save most comes first. */
  void improve() {
    Integer[] order = new Integer[problem.workloads()];
    Arrays.setAll(order, i -> i);
    boolean better = true;
    for (int pass = 0; pass < PASSES && better; pass++) {
      double[] loss = new double[order.length];
      Arrays.setAll(loss, i -> edges.costs[i].length == 0 ? 0 : plan.cost(i) - edges.costs[i][0]);
      Arrays.sort(order, Comparator.comparingDouble(i -> -loss[i]));
      better = false;
      for (int workload : order) {
        better |= looks > 0 && better(workload);
      }
    }
  }

  private boolean better(int workload) {
    double now = plan.cost(workload);
    double bearable = plan.priced(workload, plan.edge[workload], prices) + DETOUR * now;
    double[] costs = edges.costs[workload];
    for (int e = 0; e < costs.length && costs[e] < now - LEAST; e++) {
      if (plan.priced(workload, e, prices) <= bearable && shift(workload, e, now - costs[e])) {
        return true;
      }
    }
    return false;
  }

  /** Moves a workload there, and others out of its way, when that saves in sum. */
  private boolean shift(int workload, int e, double gain) {
    moves = 0;
    int offer = edges.offers[workload][e];
    lift(workload);
    while (!plan.fits(workload, offer)) {
      int other = plan.fitsBeside(workload, offer) ? cheapestToLift(offer, gain) : -1;
      if (other < 0) {
        return undo();
      }
      lift(other);
    }
    plan.place(workload, e);
    double left = gain;
    for (int m = 1; m < moves && left >= LEAST; m++) {
      left -= settle(moved[m], movedFrom[m], left);
    }
    return left >= LEAST || undo();
  }

  private void lift(int workload) {
    moved[moves] = workload;
    movedFrom[moves++] = plan.edge[workload];
    plan.remove(workload);
  }

  /** Who on this offer would lose least per unit by moving elsewhere; −1 when all lose too much. */
  private int cheapestToLift(int offer, double most) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int k = plan.first[offer]; k >= 0; k = plan.next[k]) {
      double now = plan.cost(k);
      int there = firstWithRoom(k, offer, now + most);
      double loss = (there < 0 ? problem.unplaced()[k] : edges.costs[k][there]) - now;
      double each = loss / problem.demand()[k];
      if (loss < most && each < least) {
        least = each;
        best = k;
      }
    }
    return best;
  }

  /** Finds a place for one that had to move; returns what it loses. */
  private double settle(int workload, int from, double most) {
    double before = from < 0 ? problem.unplaced()[workload] : edges.costs[workload][from];
    plan.place(workload, firstWithRoom(workload, -1, before + most));
    return plan.cost(workload) - before;
  }

  /** The cheapest edge below a cost, not to one offer; −1 when there is none. */
  private int firstWithRoom(int workload, int not, double below) {
    int[] offers = edges.offers[workload];
    double[] costs = edges.costs[workload];
    for (int e = 0; e < offers.length && costs[e] < below; e++) {
      looks--;
      if (offers[e] != not && plan.fits(workload, offers[e])) {
        return e;
      }
    }
    return Assignment.NOWHERE;
  }

  private boolean undo() {
    for (int m = 0; m < moves; m++) {
      plan.remove(moved[m]);
    }
    for (int m = 0; m < moves; m++) {
      plan.place(moved[m], movedFrom[m]);
    }
    return false;
  }
}
