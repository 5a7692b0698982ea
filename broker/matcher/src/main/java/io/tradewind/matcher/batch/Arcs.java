package io.tradewind.matcher.batch;

import java.util.Arrays;

/**
 * What a {@link Transport} is made of: of some workloads the edges that they may take, and the
 * offers at their ends, numbered in the order in which they come. The first place is nowhere.
 */
final class Arcs {
  static final int NOWHERE = 0;

  private final int[] placeOf;
  private int end;
  int workloads;
  int places;

  /** By workload the first of its arcs; after the last, where all end. */
  int[] start = new int[64];

  /** Of each arc. */
  int[] place = new int[1024];

  int[] edge = new int[1024];
  double[] cost = new double[1024];

  /** Of each place. */
  int[] offer = new int[64];

  /**
   * @param offers how many there are in all
   */
  Arcs(int offers) {
    placeOf = new int[offers];
    places = 1;
  }

  void clear() {
    for (int p = 1; p < places; p++) {
      placeOf[offer[p]] = 0;
    }
    workloads = 0;
    places = 1;
    end = 0;
  }

  /** Returns its number. */
  int add(int atOffer, int atEdge, double itsCost) {
    if (placeOf[atOffer] == 0) {
      if (places == offer.length) {
        offer = Arrays.copyOf(offer, 2 * places);
      }
      offer[places] = atOffer;
      placeOf[atOffer] = places++;
    }
    put(placeOf[atOffer], atEdge, itsCost);
    return end - 1;
  }

  private void put(int to, int atEdge, double itsCost) {
    if (end == place.length) {
      place = Arrays.copyOf(place, 2 * end);
      edge = Arrays.copyOf(edge, 2 * end);
      cost = Arrays.copyOf(cost, 2 * end);
    }
    place[end] = to;
    edge[end] = atEdge;
    cost[end++] = itsCost;
  }

  /** Ends the arcs of a workload, with what it costs to leave it out. */
  void endWorkload(double unplaced) {
    put(NOWHERE, Assignment.NOWHERE, unplaced);
    workloads++;
    if (workloads == start.length) {
      start = Arrays.copyOf(start, 2 * workloads);
    }
    start[workloads] = end;
  }
}
