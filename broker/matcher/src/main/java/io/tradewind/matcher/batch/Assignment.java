package io.tradewind.matcher.batch;

import java.util.Arrays;

/** A plan in the making: who is where, and what room is left. Always within the limits. */
final class Assignment {
  static final int NOWHERE = -1;

  private final BatchProblem problem;
  private final Edges edges;

  /** Of each workload the position among its edges. */
  final int[] edge;

  /** The first workload on each offer, and its neighbours there. */
  final int[] first;

  final int[] next;
  private final int[] previous;
  private final long[] room;
  private final long[] tenantRoom;
  private final long[] siteRoom;

  Assignment(BatchProblem problem, Edges edges) {
    this.problem = problem;
    this.edges = edges;
    edge = filled(problem.workloads());
    first = filled(problem.offers());
    next = filled(problem.workloads());
    previous = filled(problem.workloads());
    room = Arrays.stream(problem.capacity()).asLongStream().toArray();
    tenantRoom = problem.tenantLimit().clone();
    siteRoom = problem.siteLimit().clone();
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, NOWHERE);
    return array;
  }

  boolean fits(int workload, int offer) {
    return room[offer] >= problem.demand()[workload] && fitsBeside(workload, offer);
  }

  int room(int offer) {
    return (int) room[offer];
  }

  /** Of a workload that has a place. */
  int offer(int workload) {
    return edges.offers[workload][edge[workload]];
  }

  /** Whether it fits once another has left. */
  boolean wouldFit(int workload, int without, int offer) {
    return room[offer] + problem.demand()[without] >= problem.demand()[workload]
        && fitsBeside(workload, offer);
  }

  /** Whether tenant and site allow it, whatever the room on the offer. */
  boolean fitsBeside(int workload, int offer) {
    int units = problem.demand()[workload];
    int site = problem.site()[offer];
    return tenantRoom[problem.tenant()[workload]] >= units
        && (site < 0 || siteRoom[site] >= units * problem.siteUse()[offer]);
  }

  void place(int workload, int atEdge) {
    edge[workload] = atEdge;
    if (atEdge == NOWHERE) {
      return;
    }
    int offer = edges.offers[workload][atEdge];
    take(workload, offer, problem.demand()[workload]);
    next[workload] = first[offer];
    previous[workload] = NOWHERE;
    if (first[offer] >= 0) {
      previous[first[offer]] = workload;
    }
    first[offer] = workload;
  }

  void remove(int workload) {
    if (edge[workload] == NOWHERE) {
      return;
    }
    int offer = edges.offers[workload][edge[workload]];
    take(workload, offer, -problem.demand()[workload]);
    if (previous[workload] >= 0) {
      next[previous[workload]] = next[workload];
    } else {
      first[offer] = next[workload];
    }
    if (next[workload] >= 0) {
      previous[next[workload]] = previous[workload];
    }
    edge[workload] = NOWHERE;
  }

  private void take(int workload, int offer, int units) {
    room[offer] -= units;
    tenantRoom[problem.tenant()[workload]] -= units;
    int site = problem.site()[offer];
    if (site >= 0) {
      siteRoom[site] -= units * problem.siteUse()[offer];
    }
  }

  /** What an edge costs at surcharges on offers and sites; the penalty for none. */
  double priced(int workload, int atEdge, Prices prices) {
    return atEdge == NOWHERE
        ? problem.unplaced()[workload]
        : edges.costs[workload][atEdge]
            + problem.demand()[workload] * prices.surcharge[edges.offers[workload][atEdge]];
  }

  double cost(int workload) {
    return edge[workload] == NOWHERE
        ? problem.unplaced()[workload]
        : edges.costs[workload][edge[workload]];
  }

  double cost() {
    double sum = 0;
    for (int i = 0; i < edge.length; i++) {
      sum += cost(i);
    }
    return sum;
  }

  /** The offer of each workload; −1 for nowhere. */
  int[] offers() {
    int[] offers = new int[edge.length];
    for (int i = 0; i < edge.length; i++) {
      offers[i] = edge[i] == NOWHERE ? NOWHERE : edges.offers[i][edge[i]];
    }
    return offers;
  }
}
