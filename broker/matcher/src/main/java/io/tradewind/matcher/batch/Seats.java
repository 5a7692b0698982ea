package io.tradewind.matcher.batch;

import java.util.Arrays;

/**
 * Who sits where while {@link Chains} moves them: by class and place the workloads there, the room
 * that is left, and what room is worth. What was done since a mark can be undone.
 */
final class Seats {
  static final int NONE = -1;

  final Arcs arcs;
  final int places;
  final int classes;

  /** Demand of each class, ascending. */
  final int[] units;

  /** By class × places + place: what room for one more would save at most. */
  final double[] price;

  /** Room that is left at each place. */
  final int[] free;

  /** Of each workload, numbered as in the arcs. */
  final int[] classOf;

  /** The arc that each workload has taken. */
  final int[] at;

  /** What each pays at its place, the price included. */
  final double[] worth;

  /** By class and place: who is there. */
  final int[] first;

  final int[] next;
  private final int[] previous;
  private double total;

  /** Places where room came free. */
  private int[] loose = new int[64];

  private int looseCount;
  private final Diary diary = new Diary();

  /**
   * @param units of each class, ascending
   * @param classOf each workload of the arcs
   * @param at the arc of each
   * @param free room at each place beside these
   * @param price a guess for each class and place
   */
  Seats(Arcs arcs, int[] units, int[] classOf, int[] at, int[] free, double[] price) {
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
    first = new int[classes * places];
    Arrays.fill(first, NONE);
    for (int i = 0; i < workloads; i++) {
      // What is free is so beside those who are there.
      free[arcs.place[at[i]]] += units[classOf[i]];
      put(i, at[i]);
    }
  }

  int key(int ofClass, int place) {
    return ofClass * places + place;
  }

  double price(int ofClass, int place) {
    return price[key(ofClass, place)];
  }

  /** Of all that have a place. */
  double total() {
    return total;
  }

  boolean hasRoom(int p, int ofClass) {
    return p == Arcs.NOWHERE || free[p] >= units[ofClass];
  }

  void put(int i, int arc) {
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

  void take(int i) {
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

  boolean isAnyLoose() {
    return looseCount > 0;
  }

  int nextLoose() {
    return loose[--looseCount];
  }

  void forgetLoose() {
    looseCount = 0;
  }

  /** Takes a workload from its place; it has to be sent somewhere afterwards. */
  void remove(int i) {
    diary.workload(i);
    take(i);
  }

  void move(int i, int arc) {
    diary.workload(i);
    take(i);
    put(i, arc);
  }

  /** What a workload pays will change, or where it is. */
  void note(int i) {
    diary.workload(i);
  }

  void reprice(int key, double to) {
    diary.price(key);
    price[key] = to;
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
