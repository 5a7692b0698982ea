package io.tradewind.matcher.batch;

import java.util.Arrays;

/**
 * Who is where, kept the best there is among workloads of equal demand: whoever comes or goes
 * starts a chain of moves of any length, which shortest paths find (among equals nobody is split,
 * so that this is exact). Room that one class leaves is there for the others. For each class and
 * place there is a price: what room for one more would save at most, and what one less costs at
 * least. What was done since a mark can be undone.
 */
final class Chains {
  static final int NONE = -1;

  final Arcs arcs;
  final int places;
  final int classes;

  /** Demand of each class, ascending. */
  final int[] units;

  /** By class × places + place. */
  final double[] price;

  /** Room that is left at each place. */
  final int[] free;

  /** Of each workload, numbered as in the arcs. */
  final int[] classOf;

  final int[] at;
  private final double[] worth;
  private final int[] workload;

  /** By class and place: who is there. */
  final int[] first;

  final int[] next;
  private final int[] previous;

  /** By class and place, the arcs that lead there. */
  private final int[] intoStart;

  private final int[] into;
  private double total;

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
  private final Diary diary = new Diary();

  /** Places where room came free. */
  private int[] loose = new int[64];

  private int looseCount;

  /**
   * @param units of each class, ascending
   * @param classOf each workload of the arcs
   * @param at the arc of each
   * @param free room at each place beside these
   * @param price a guess for each class and place
   */
  Chains(Arcs arcs, int[] units, int[] classOf, int[] at, int[] free, double[] price) {
    this.arcs = arcs;
    this.units = units;
    this.classOf = classOf;
    this.at = at;
    this.free = free;
    this.price = price;
    places = arcs.places;
    classes = units.length;
    int workloads = arcs.workloads;
    worth = new double[workloads];
    next = new int[workloads];
    previous = new int[workloads];
    leftAt = new double[workloads];
    seen = new int[workloads];
    seenWorkloads = new int[workloads];
    first = new int[classes * places];
    Arrays.fill(first, NONE);
    distance = new double[places];
    reachedBy = new int[places];
    seenPlace = new int[places];
    settled = new int[places];
    settledPlaces = new int[places];
    workload = new int[arcs.start[workloads]];
    into = new int[workload.length];
    intoStart = new int[classes * places + 1];
    invert();
    for (int i = 0; i < workloads; i++) {
      // What is free is so beside those who are there.
      free[arcs.place[at[i]]] += units[classOf[i]];
      put(i, at[i]);
    }
  }

  private void invert() {
    for (int i = 0; i < arcs.workloads; i++) {
      for (int arc = arcs.start[i]; arc < arcs.start[i + 1]; arc++) {
        workload[arc] = i;
        intoStart[key(classOf[i], arcs.place[arc]) + 1]++;
      }
    }
    for (int k = 0; k + 1 < intoStart.length; k++) {
      intoStart[k + 1] += intoStart[k];
    }
    int[] end = Arrays.copyOf(intoStart, intoStart.length - 1);
    for (int arc = 0; arc < into.length; arc++) {
      into[end[key(classOf[workload[arc]], arcs.place[arc])]++] = arc;
    }
  }

  int key(int ofClass, int place) {
    return ofClass * places + place;
  }

  /** Of all that have a place. */
  double total() {
    return total;
  }

  int placeOf(int i) {
    return arcs.place[at[i]];
  }

  private void put(int i, int arc) {
    int p = arcs.place[arc];
    int k = key(classOf[i], p);
    at[i] = arc;
    next[i] = first[k];
    previous[i] = NONE;
    if (first[k] >= 0) {
      previous[first[k]] = i;
    }
    first[k] = i;
    free[p] -= p == Arcs.NOWHERE ? 0 : units[classOf[i]];
    total += arcs.cost[arc];
  }

  private void take(int i) {
    int p = arcs.place[at[i]];
    int k = key(classOf[i], p);
    if (previous[i] >= 0) {
      next[previous[i]] = next[i];
    } else {
      first[k] = next[i];
    }
    if (next[i] >= 0) {
      previous[next[i]] = previous[i];
    }
    total -= arcs.cost[at[i]];
    at[i] = NONE;
    if (p != Arcs.NOWHERE) {
      free[p] += units[classOf[i]];
      loosen(p);
    }
  }

  private void loosen(int p) {
    if (looseCount == loose.length) {
      loose = Arrays.copyOf(loose, 2 * looseCount);
    }
    loose[looseCount++] = p;
  }

  /** Takes a workload from its place; it has to be sent somewhere afterwards. */
  void remove(int i) {
    diary.workload(i);
    take(i);
  }

  private void move(int i, int arc) {
    diary.workload(i);
    take(i);
    put(i, arc);
  }

  /** Gives a class a best arrangement within the room that it has and what is free. */
  void arrange(int ofClass) {
    int from = 0;
    while (from < arcs.workloads && classOf[from] != ofClass) {
      from++;
    }
    int end = from;
    while (end < arcs.workloads && classOf[end] == ofClass) {
      take(end++);
    }
    for (int i = from; i < end; i++) {
      int best = cheapest(i);
      worth[i] = arcs.cost[best] + price[key(ofClass, arcs.place[best])];
      if (hasRoom(arcs.place[best], ofClass)) {
        put(i, best);
      }
    }
    for (int i = from; i < end; i++) {
      if (at[i] == NONE) {
        send(i);
      }
    }
    for (int p = 0; p < places; p++) {
      fill(ofClass, p);
    }
    looseCount = 0;
  }

  /** At prices, how much more than now a workload would pay at its next best place. */
  double leastElsewhere(int i) {
    double least = Double.POSITIVE_INFINITY;
    for (int arc = arcs.start[i]; arc < arcs.start[i + 1]; arc++) {
      if (arc != at[i]) {
        least = Math.min(least, arcs.cost[arc] + price[key(classOf[i], arcs.place[arc])]);
      }
    }
    return least - worth[i];
  }

  private int cheapest(int i) {
    int best = arcs.start[i];
    double least = Double.POSITIVE_INFINITY;
    for (int arc = arcs.start[i]; arc < arcs.start[i + 1]; arc++) {
      double priced = arcs.cost[arc] + price[key(classOf[i], arcs.place[arc])];
      if (priced < least) {
        least = priced;
        best = arc;
      }
    }
    return best;
  }

  boolean hasRoom(int p, int ofClass) {
    return p == Arcs.NOWHERE || free[p] >= units[ofClass];
  }

  /** Finds a place for one that has none; others of its class may move for it. */
  void send(int i) {
    send(i, Double.POSITIVE_INFINITY);
  }

  /** The same, unless all together would then cost more than that; whether it was done. */
  boolean send(int i, double most) {
    int c = classOf[i];
    begin();
    diary.workload(i);
    seen[i] = search;
    int best = cheapest(i);
    worth[i] = arcs.cost[best] + price[key(c, arcs.place[best])];
    scan(i, 0);
    int target = settle(c, most - total - worth[i]);
    if (target == NONE) {
      return false;
    }
    double length = distance[target];
    int arc = reachedBy[target];
    while (workload[arc] != i) {
      int mover = workload[arc];
      int left = arcs.place[at[mover]];
      move(mover, arc);
      arc = reachedBy[left];
    }
    put(i, arc);
    worth[i] += length;
    for (int k = 0; k < settledCount; k++) {
      int p = settledPlaces[k];
      reprice(key(c, p), price[key(c, p)] + length - distance[p]);
    }
    for (int k = 0; k < seenCount; k++) {
      int other = seenWorkloads[k];
      diary.workload(other);
      worth[other] += length - leftAt[other];
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
      if (hasRoom(p, c)) {
        return p;
      }
      close(p);
      for (int k = first[key(c, p)]; k >= 0; k = next[k]) {
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
    double base = from - worth[i];
    int offset = classOf[i] * places;
    for (int arc = arcs.start[i]; arc < arcs.start[i + 1]; arc++) {
      int p = arcs.place[arc];
      if (settled[p] != search) {
        reach(p, Math.max(from, base + arcs.cost[arc] + price[offset + p]), arc);
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
    while (p != Arcs.NOWHERE && price[key(c, p)] > 0 && free[p] >= units[c]) {
      draw(c, p);
    }
  }

  private void draw(int c, int hungry) {
    begin();
    reach(hungry, 0, NONE);
    int from = hungry;
    double length = price[key(c, hungry)];
    while (!heap.isEmpty()) {
      int p = heap.poll();
      if (settled[p] == search) {
        continue;
      }
      if (distance[p] >= length) {
        break;
      }
      close(p);
      if (distance[p] + price[key(c, p)] < length) {
        length = distance[p] + price[key(c, p)];
        from = p;
      }
      invite(c, p, length);
    }
    for (int p = from; p != hungry; ) {
      int arc = reachedBy[p];
      move(workload[arc], arc);
      p = arcs.place[arc];
    }
    lower(c, length);
    reprice(key(c, from), 0);
  }

  /** Reaches the places that somebody would leave for this one. */
  private void invite(int c, int to, double below) {
    int end = intoStart[key(c, to) + 1];
    double base = distance[to] + price[key(c, to)];
    for (int q = intoStart[key(c, to)]; q < end; q++) {
      int arc = into[q];
      int k = workload[arc];
      double away = Math.max(distance[to], base + arcs.cost[arc] - worth[k]);
      if (away < below && at[k] != NONE && (seen[k] != search || away < leftAt[k])) {
        see(k, away);
        int p = arcs.place[at[k]];
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
      reprice(key(c, p), Math.max(0, price[key(c, p)] - by));
    }
    for (int k = 0; k < seenCount; k++) {
      int i = seenWorkloads[k];
      diary.workload(i);
      worth[i] -= Math.max(0, length - leftAt[i]);
    }
  }

  private void reprice(int key, double to) {
    diary.price(key);
    price[key] = to;
  }

  /** Fills what came free, until no class wants any of it. */
  void fillLoose() {
    while (looseCount > 0) {
      int p = loose[--looseCount];
      for (int c = classes - 1; c >= 0; c--) {
        fill(c, p);
      }
    }
  }

  /** From here on it can be undone. */
  void mark() {
    diary.clear();
    looseCount = 0;
  }

  void undo() {
    diary.undo();
    looseCount = 0;
  }

  /** What was before each change, the last change first. */
  private final class Diary {
    private int[] who = new int[256];
    private double[] was = new double[256];
    private int[] where = new int[256];
    private int size;
    private boolean isKept;

    void clear() {
      size = 0;
      isKept = true;
    }

    private void grow() {
      if (size == who.length) {
        who = Arrays.copyOf(who, 2 * size);
        was = Arrays.copyOf(was, 2 * size);
        where = Arrays.copyOf(where, 2 * size);
      }
    }

    void workload(int i) {
      if (!isKept) {
        return;
      }
      grow();
      who[size] = i;
      was[size] = worth[i];
      where[size++] = at[i];
    }

    void price(int key) {
      if (!isKept) {
        return;
      }
      grow();
      who[size] = ~key;
      was[size++] = price[key];
    }

    void undo() {
      while (size > 0) {
        size--;
        if (who[size] < 0) {
          price[~who[size]] = was[size];
        } else {
          back(who[size], where[size], was[size]);
        }
      }
    }

    private void back(int i, int arc, double itsWorth) {
      worth[i] = itsWorth;
      if (at[i] != arc) {
        if (at[i] != NONE) {
          take(i);
        }
        if (arc != NONE) {
          put(i, arc);
        }
      }
    }
  }
}
