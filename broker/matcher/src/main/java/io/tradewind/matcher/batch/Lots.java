package io.tradewind.matcher.batch;

import java.util.Arrays;

/**
 * Who holds units of each offer in an {@link Auction}, and what each bid for a unit. Of an offer
 * that is full the lowest bid gives way first.
 */
final class Lots {
  private static final int FIRST = 4;
  private static final int[] NONE = {};

  private final int[] capacity;
  private final int[] used;

  /** By offer: lots as a heap, the lowest bid first. */
  private final int[][] heap;

  private final int[] size;

  /** Of each lot. */
  private int[] workload = new int[1024];

  private int[] edge = new int[1024];
  private int[] units = new int[1024];
  private double[] bid = new double[1024];
  private int lots;

  /** Lots that are nobody's any more, to be used again. */
  private int[] spare = new int[1024];

  private int spares;

  /** Who has to bid again. */
  @FunctionalInterface
  interface Outbid {
    void lost(int workload, int units);
  }

  Lots(int[] capacity) {
    this.capacity = capacity;
    used = new int[capacity.length];
    heap = new int[capacity.length][];
    Arrays.fill(heap, NONE);
    size = new int[capacity.length];
  }

  /** Nobody holds anything. */
  void clear() {
    Arrays.fill(used, 0);
    Arrays.fill(size, 0);
    lots = 0;
    spares = 0;
  }

  boolean isFull(int offer) {
    return used[offer] == capacity[offer];
  }

  /** Of an offer that is full. */
  double lowestBid(int offer) {
    return bid[heap[offer][0]];
  }

  /**
   * Takes what is free, then what others hold at lower bids.
   *
   * @param wanted units
   * @return how many it got
   */
  int take(int offer, int byWorkload, int atEdge, int wanted, double at, Outbid outbid) {
    int got = Math.min(wanted, capacity[offer] - used[offer]);
    used[offer] += got;
    while (got < wanted && size[offer] > 0 && lowestBid(offer) < at) {
      int lowest = heap[offer][0];
      if (workload[lowest] == byWorkload) {
        bid[lowest] = at;
        sink(offer, 0);
        continue;
      }
      int part = Math.min(wanted - got, units[lowest]);
      got += part;
      units[lowest] -= part;
      int loser = workload[lowest];
      if (units[lowest] == 0) {
        drop(offer);
      }
      outbid.lost(loser, part);
    }
    if (got > 0) {
      add(offer, lot(byWorkload, atEdge, got, at));
    }
    return got;
  }

  private int lot(int ofWorkload, int atEdge, int ofUnits, double at) {
    int lot = spares > 0 ? spare[--spares] : lots++;
    if (lot == workload.length) {
      workload = Arrays.copyOf(workload, 2 * lot);
      edge = Arrays.copyOf(edge, 2 * lot);
      units = Arrays.copyOf(units, 2 * lot);
      bid = Arrays.copyOf(bid, 2 * lot);
      spare = Arrays.copyOf(spare, 2 * lot);
    }
    workload[lot] = ofWorkload;
    edge[lot] = atEdge;
    units[lot] = ofUnits;
    bid[lot] = at;
    return lot;
  }

  private void add(int offer, int lot) {
    if (size[offer] == heap[offer].length) {
      heap[offer] = Arrays.copyOf(heap[offer], Math.max(FIRST, 2 * size[offer]));
    }
    int[] all = heap[offer];
    int at = size[offer]++;
    while (at > 0 && bid[all[(at - 1) / 2]] > bid[lot]) {
      all[at] = all[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    all[at] = lot;
  }

  private void drop(int offer) {
    int[] all = heap[offer];
    spare[spares++] = all[0];
    all[0] = all[--size[offer]];
    sink(offer, 0);
  }

  private void sink(int offer, int from) {
    int[] all = heap[offer];
    int moved = all[from];
    int at = from;
    for (int child = 2 * at + 1; child < size[offer]; child = 2 * at + 1) {
      if (child + 1 < size[offer] && bid[all[child + 1]] < bid[all[child]]) {
        child++;
      }
      if (bid[all[child]] >= bid[moved]) {
        break;
      }
      all[at] = all[child];
      at = child;
    }
    all[at] = moved;
  }

  /**
   * Of each workload the edge where it holds most; {@link Assignment#NOWHERE} when it holds
   * nothing.
   */
  int[] mostHeld(int workloads) {
    int[] held = new int[workloads];
    Arrays.fill(held, Assignment.NOWHERE);
    int[] most = new int[workloads];
    for (int offer = 0; offer < size.length; offer++) {
      for (int k = 0; k < size[offer]; k++) {
        int lot = heap[offer][k];
        if (units[lot] > most[workload[lot]]) {
          most[workload[lot]] = units[lot];
          held[workload[lot]] = edge[lot];
        }
      }
    }
    return held;
  }
}
