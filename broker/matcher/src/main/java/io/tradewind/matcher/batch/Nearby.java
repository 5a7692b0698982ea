package io.tradewind.matcher.batch;

import java.util.Arrays;

/**
 * Of each workload the few edges that cost it least at the surcharges of late. Between two looks at
 * everything surcharges move little, so that the best edge is nearly always among these; what is
 * proven rests on the looks at everything alone.
 */
final class Nearby {
  /** About so many edges of each workload. */
  private static final int AIM = 16;

  private static final int MOST = 2 * AIM;

  private static final double FIRST_REACH = 0.02;
  private static final double LEAST_REACH = 1e-6;
  private static final double MOST_REACH = 0.2;
  private static final double ADJUSTMENT = 1.5;

  /** Where the edges of each workload begin, and after the last where all end. */
  final int[] start;

  int[] edge;
  int[] offer;
  double[] cost;

  /** By workload: how much dearer than its cheapest edge counts as near, as a share. */
  private final double[] reach;

  private int size;

  Nearby(int workloads) {
    start = new int[workloads + 1];
    edge = new int[MOST * workloads];
    offer = new int[edge.length];
    cost = new double[edge.length];
    reach = new double[workloads];
    Arrays.fill(reach, FIRST_REACH);
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** How dear an edge may be to count as near, when the cheapest costs so much. */
  double most(int workload, double least) {
    return least * (1 + reach[workload]);
  }

  void keep(int atEdge, int atOffer, double itsCost) {
    if (size == edge.length) {
      edge = Arrays.copyOf(edge, 2 * size);
      offer = Arrays.copyOf(offer, 2 * size);
      cost = Arrays.copyOf(cost, 2 * size);
    }
    edge[size] = atEdge;
    offer[size] = atOffer;
    cost[size++] = itsCost;
  }

  /**
   * Ends the list of a workload, as short as is good.
   *
   * @param begin its first
   * @param extra what every edge costs it beside cost and surcharge
   * @param least what the cheapest costs
   */
  void end(int workload, int begin, int units, double[] surcharge, double extra, double least) {
    leaveOut(begin, units, surcharge, most(workload, least) - extra);
    while (size - begin > MOST && reach[workload] > LEAST_REACH) {
      reach[workload] /= ADJUSTMENT;
      leaveOut(begin, units, surcharge, most(workload, least) - extra);
    }
    start[workload + 1] = size;
    if (size - begin < AIM && reach[workload] < MOST_REACH) {
      reach[workload] *= ADJUSTMENT;
    }
  }

  /** Forgets what was kept from here on. */
  void cut(int begin) {
    size = begin;
  }

  private void leaveOut(int begin, int units, double[] surcharge, double most) {
    int kept = begin;
    for (int k = begin; k < size; k++) {
      if (cost[k] + units * surcharge[offer[k]] <= most) {
        edge[kept] = edge[k];
        offer[kept] = offer[k];
        cost[kept++] = cost[k];
      }
    }
    size = kept;
  }
}
