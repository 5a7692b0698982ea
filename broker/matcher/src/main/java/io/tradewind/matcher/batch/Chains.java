package io.tradewind.matcher.batch;

import java.util.Arrays;

/**
 * Keeps {@link Seats} the best there is among workloads of equal demand: whoever comes or goes
 * starts a chain of moves of any length, which shortest paths find (among equals nobody is split,
 * so that this is exact). Room that one class leaves is there for the others. Prices tell what room
 * for one more would save at most, and what one less costs at least.
 */
final class Chains {
  private static final int NONE = Seats.NONE;

  /** So many places are asked whether somebody would come; further away few would. */
  private static final int MOST_DRAWN = 200;

  private final Seats seats;
  private final Arcs arcs;
  private final int places;

  /** Of each arc. */
  private final int[] workload;

  /** By class and place, the arcs that lead there. */
  private final int[] intoStart;

  private final int[] into;

  private final double[] distance;
  private final int[] reachedBy;
  private final int[] seenPlace;
  private final int[] settled;
  private final int[] settledPlaces;
  private int settledCount;
  private final double[] leftAt;
  private final int[] seen;
  private final int[] seenWorkloads;
  private int seenCount;
  private int search;
  private final Heap heap = new Heap();

  Chains(Seats seats) {
    this.seats = seats;
    arcs = seats.arcs;
    places = seats.places;
    int workloads = arcs.workloads;
    leftAt = new double[workloads];
    seen = new int[workloads];
    seenWorkloads = new int[workloads];
    distance = new double[places];
    reachedBy = new int[places];
    seenPlace = new int[places];
    settled = new int[places];
    settledPlaces = new int[places];
    workload = new int[arcs.start[workloads]];
    into = new int[workload.length];
    intoStart = new int[seats.classes * places + 1];
    invert();
  }

  private void invert() {
    for (int i = 0; i < arcs.workloads; i++) {
      for (int arc = arcs.start[i]; arc < arcs.start[i + 1]; arc++) {
        workload[arc] = i;
        intoStart[seats.key(seats.classOf[i], arcs.place[arc]) + 1]++;
      }
    }
    for (int k = 0; k + 1 < intoStart.length; k++) {
      intoStart[k + 1] += intoStart[k];
    }
    int[] end = Arrays.copyOf(intoStart, intoStart.length - 1);
    for (int arc = 0; arc < into.length; arc++) {
      into[end[seats.key(seats.classOf[workload[arc]], arcs.place[arc])]++] = arc;
    }
  }

  /** Gives a class a best arrangement within the room that it has and what is free. */
  void arrange(int ofClass) {
    int from = 0;
    while (from < arcs.workloads && seats.classOf[from] != ofClass) {
      from++;
    }
    int end = from;
    while (end < arcs.workloads && seats.classOf[end] == ofClass) {
      seats.take(end++);
    }
    for (int i = from; i < end; i++) {
      int best = cheapest(i);
      seats.worth[i] = arcs.cost[best] + seats.price(ofClass, arcs.place[best]);
      if (seats.hasRoom(arcs.place[best], ofClass)) {
        seats.put(i, best);
      }
    }
    for (int i = from; i < end; i++) {
      if (seats.at[i] == NONE) {
        send(i);
      }
    }
    for (int p = 0; p < places; p++) {
      fill(ofClass, p);
    }
    seats.forgetLoose();
  }

  /** At prices, how much more than now a workload would pay at its next best place. */
  double leastElsewhere(int i) {
    double least = Double.POSITIVE_INFINITY;
    for (int arc = arcs.start[i]; arc < arcs.start[i + 1]; arc++) {
      if (arc != seats.at[i]) {
        least = Math.min(least, arcs.cost[arc] + seats.price(seats.classOf[i], arcs.place[arc]));
      }
    }
    return least - seats.worth[i];
  }

  private int cheapest(int i) {
    int best = arcs.start[i];
    double least = Double.POSITIVE_INFINITY;
    for (int arc = arcs.start[i]; arc < arcs.start[i + 1]; arc++) {
      double priced = arcs.cost[arc] + seats.price(seats.classOf[i], arcs.place[arc]);
      if (priced < least) {
        least = priced;
        best = arc;
      }
    }
    return best;
  }

  /** Finds a place for one that has none; others of its class may move for it. */
  void send(int i) {
    send(i, Double.POSITIVE_INFINITY);
  }

  /** The same, unless all together would then cost more than that; whether it was done. */
  boolean send(int i, double most) {
    int c = seats.classOf[i];
    begin();
    seats.note(i);
    seen[i] = search;
    int best = cheapest(i);
    seats.worth[i] = arcs.cost[best] + seats.price(c, arcs.place[best]);
    scan(i, 0);
    int target = settle(c, most - seats.total() - seats.worth[i]);
    if (target == NONE) {
      return false;
    }
    double length = distance[target];
    int arc = reachedBy[target];
    while (workload[arc] != i) {
      int mover = workload[arc];
      int left = arcs.place[seats.at[mover]];
      seats.move(mover, arc);
      arc = reachedBy[left];
    }
    seats.put(i, arc);
    seats.worth[i] += length;
    for (int k = 0; k < settledCount; k++) {
      int p = settledPlaces[k];
      seats.reprice(seats.key(c, p), seats.price(c, p) + length - distance[p]);
    }
    for (int k = 0; k < seenCount; k++) {
      int other = seenWorkloads[k];
      seats.note(other);
      seats.worth[other] += length - leftAt[other];
    }
    return true;
  }

  /** Goes on to the nearest place that has room, unless that is too far. */
  private int settle(int c, double most) {
    while (true) {
      int p = heap.poll();
      if (settled[p] == search) {
        continue;
      }
      if (distance[p] > most) {
        return NONE;
      }
      if (seats.hasRoom(p, c)) {
        return p;
      }
      close(p);
      for (int k = seats.first[seats.key(c, p)]; k >= 0; k = seats.next[k]) {
        if (seen[k] != search) {
          see(k, distance[p]);
          scan(k, distance[p]);
        }
      }
    }
  }

  private void close(int p) {
    settled[p] = search;
    settledPlaces[settledCount++] = p;
  }

  private void see(int k, double away) {
    if (seen[k] != search) {
      seen[k] = search;
      seenWorkloads[seenCount++] = k;
    }
    leftAt[k] = away;
  }

  private void scan(int i, double from) {
    double base = from - seats.worth[i];
    int offset = seats.classOf[i] * places;
    for (int arc = arcs.start[i]; arc < arcs.start[i + 1]; arc++) {
      int p = arcs.place[arc];
      if (settled[p] != search) {
        reach(p, Math.max(from, base + arcs.cost[arc] + seats.price[offset + p]), arc);
      }
    }
  }

  private void reach(int p, double away, int arc) {
    if (seenPlace[p] != search || away < distance[p]) {
      seenPlace[p] = search;
      distance[p] = away;
      reachedBy[p] = arc;
      heap.add(p, away);
    }
  }

  private void begin() {
    search++;
    heap.clear();
    settledCount = 0;
    seenCount = 0;
  }

  /**
   * As long as a class has a price at a place where there is room for one more: fills it from where
   * that saves most, or lowers the price.
   */
  void fill(int c, int p) {
    while (p != Arcs.NOWHERE && seats.price(c, p) > 0 && seats.free[p] >= seats.units[c]) {
      draw(c, p);
    }
  }

  private void draw(int c, int hungry) {
    begin();
    reach(hungry, 0, NONE);
    int from = hungry;
    double length = seats.price(c, hungry);
    while (!heap.isEmpty()) {
      int p = heap.poll();
      if (settled[p] == search) {
        continue;
      }
      if (distance[p] >= length || settledCount >= MOST_DRAWN) {
        break;
      }
      close(p);
      if (distance[p] + seats.price(c, p) < length) {
        length = distance[p] + seats.price(c, p);
        from = p;
      }
      invite(c, p, length);
    }
    for (int p = from; p != hungry; ) {
      int arc = reachedBy[p];
      seats.move(workload[arc], arc);
      p = arcs.place[arc];
    }
    lower(c, length);
    seats.reprice(seats.key(c, from), 0);
  }

  /** Reaches the places that somebody would leave for this one. */
  private void invite(int c, int to, double below) {
    int end = intoStart[seats.key(c, to) + 1];
    double base = distance[to] + seats.price(c, to);
    for (int q = intoStart[seats.key(c, to)]; q < end; q++) {
      int arc = into[q];
      int k = workload[arc];
      double away = Math.max(distance[to], base + arcs.cost[arc] - seats.worth[k]);
      if (away < below && seats.at[k] != NONE && (seen[k] != search || away < leftAt[k])) {
        see(k, away);
        int p = arcs.place[seats.at[k]];
        if (settled[p] != search) {
          reach(p, away, arc);
        }
      }
    }
  }

  private void lower(int c, double length) {
    for (int k = 0; k < settledCount; k++) {
      int p = settledPlaces[k];
      double by = Math.max(0, length - distance[p]);
      seats.reprice(seats.key(c, p), Math.max(0, seats.price(c, p) - by));
    }
    for (int k = 0; k < seenCount; k++) {
      int i = seenWorkloads[k];
      seats.note(i);
      seats.worth[i] -= Math.max(0, length - leftAt[i]);
    }
  }

  /** Fills what came free, until no class wants any of it. */
  void fillLoose() {
    while (seats.isAnyLoose()) {
      int p = seats.nextLoose();
      for (int c = seats.classes - 1; c >= 0; c--) {
        fill(c, p);
      }
    }
  }
}
