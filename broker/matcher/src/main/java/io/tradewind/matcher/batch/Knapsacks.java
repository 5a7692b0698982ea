package io.tradewind.matcher.batch;

import java.util.Arrays;

/**
 * A tighter bound than that of {@link Prices}: the other half of the problem is relaxed. A workload
 * is worth {@code u} to every offer that takes it, and each offer takes its best set of whole
 * workloads (a knapsack): {@code Σ u − Σ best set} is a lower bound of every plan (Jörnsten and
 * Näsberg 1986). It sees what fractions hide: three devices left over are no use to four.
 * Surcharges of tenants and sites stay as they are.
 */
final class Knapsacks {
  /** An edge this much dearer than the cheapest is never wanted: {@code u} is kept below it. */
  private static final double REACH = 1.02;

  /** An item that falls short by this share of its worth may come into question soon. */
  private static final double MARGIN = 0.004;

  private static final double SMOOTHING = 0.3;

  /** What rounding may hide between two sums. */
  private static final double ROUNDING = 1e-12;

  private final BatchProblem problem;
  private final Prices prices;
  private final double fixed;
  private final double[] worth;
  private final double[] most;
  private final double[] move;
  private final int[] takers;

  /** The offers that anybody may want, and where the items of each begin. */
  private final int[] offers;

  private final int[] start;

  /** Of each offer's items those that may be taken come first; here they end. */
  private final int[] activeEnd;

  /** The gain of a unit at which an offer is full; what its best set may gain beyond the known. */
  private final double[] rate;

  private final double[] between;

  /** Of each item: the workload, the edge, what it costs there, and whether the offer takes it. */
  private final int[] workload;

  private final int[] edge;
  private final double[] cost;
  private final boolean[] taken;

  /** What a unit of each item gained at the last look. */
  private final double[] density;

  private final int[] openItems;
  private final Sack sack = new Sack();

  Knapsacks(BatchProblem problem, Edges edges, Prices prices) {
    this.problem = problem;
    this.prices = prices;
    fixed = prices.tenants.paid() + prices.sites.paid();
    worth = new double[problem.workloads()];
    most = new double[worth.length];
    move = new double[worth.length];
    takers = new int[worth.length];
    openItems = new int[worth.length];
    Arrays.setAll(worth, prices::least);
    for (int i = 0; i < worth.length; i++) {
      double unlisted = Math.min(problem.unplaced()[i], edges.otherwise[i]);
      most[i] = Math.min(unlisted, worth[i] * REACH);
    }
    int[] counts = counts(edges);
    offers = wanted(counts);
    start = new int[offers.length + 1];
    for (int group = 0; group < offers.length; group++) {
      start[group + 1] = start[group] + counts[offers[group]];
    }
    workload = new int[start[offers.length]];
    edge = new int[workload.length];
    cost = new double[workload.length];
    density = new double[workload.length];
    taken = new boolean[workload.length];
    fill(edges);
    activeEnd = new int[offers.length];
    between = new double[offers.length];
    rate = new double[offers.length];
    Arrays.setAll(rate, group -> prices.offers.price[offers[group]]);
  }

  private int[] counts(Edges edges) {
    int[] counts = new int[problem.offers()];
    for (int i = 0; i < worth.length; i++) {
      for (int e = 0; e < edges.offers[i].length && edges.costs[i][e] < most[i]; e++) {
        counts[edges.offers[i][e]]++;
      }
    }
    return counts;
  }

  private static int[] wanted(int[] counts) {
    int[] wanted = new int[counts.length];
    int n = 0;
    for (int offer = 0; offer < counts.length; offer++) {
      if (counts[offer] > 0) {
        wanted[n++] = offer;
      }
    }
    return Arrays.copyOf(wanted, n);
  }

  private void fill(Edges edges) {
    int[] at = new int[problem.offers()];
    for (int group = 0; group < offers.length; group++) {
      at[offers[group]] = start[group];
    }
    for (int i = 0; i < worth.length; i++) {
      for (int e = 0; e < edges.offers[i].length && edges.costs[i][e] < most[i]; e++) {
        int item = at[edges.offers[i][e]]++;
        workload[item] = i;
        edge[item] = e;
        cost[item] = edges.costs[i][e] + prices.besideOffer(i, edges.offers[i][e]);
      }
    }
  }

  /** The bound at these worths; leaves behind which offers take each workload. */
  double bound() {
    Arrays.fill(takers, 0);
    double sum = worths();
    for (int group = 0; group < offers.length; group++) {
      separate(group);
      double gain;
      do {
        gain = best(group);
      } while (activate(group));
      sum -= gain;
      count(group);
    }
    return sum;
  }

  /**
   * The same as long as nobody takes what was out of the question at the last {@link #bound}: never
   * less than it, mostly equal, and sooner known.
   */
  double estimate() {
    Arrays.fill(takers, 0);
    double sum = worths();
    for (int group = 0; group < offers.length; group++) {
      if (activeEnd[group] > start[group]) {
        sum -= best(group);
        count(group);
      }
    }
    return sum;
  }

  private double worths() {
    double sum = -fixed;
    for (double each : worth) {
      sum += each;
    }
    return sum;
  }

  private void count(int group) {
    for (int item = start[group]; item < activeEnd[group]; item++) {
      takers[workload[item]] += taken[item] ? 1 : 0;
    }
  }

  /** Puts the items that may soon be taken before the others. */
  private void separate(int group) {
    int end = start[group];
    for (int item = start[group]; item < start[group + 1]; item++) {
      taken[item] = false;
      density[item] = gain(item) / units(item);
      double loss = (rate[group] - density[item]) * units(item);
      if (loss <= MARGIN * worth[workload[item]]) {
        swap(item, end++);
      }
    }
    activeEnd[group] = end;
  }

  /** Whether something that was left out may be in the best set, and no longer is left out. */
  private boolean activate(int group) {
    int before = activeEnd[group];
    for (int item = before; item < start[group + 1]; item++) {
      double loss = (rate[group] - density[item]) * units(item);
      if (density[item] > 0 && loss <= between[group]) {
        swap(item, activeEnd[group]++);
      }
    }
    return activeEnd[group] > before;
  }

  private void swap(int a, int b) {
    int i = workload[a];
    workload[a] = workload[b];
    workload[b] = i;
    int e = edge[a];
    edge[a] = edge[b];
    edge[b] = e;
    double c = cost[a];
    cost[a] = cost[b];
    cost[b] = c;
    double d = density[a];
    density[a] = density[b];
    density[b] = d;
  }

  /** Fills {@link #taken} with the best set of an offer's active items; returns what it gains. */
  private double best(int group) {
    int capacity = problem.capacity()[offers[group]];
    long units = 0;
    double sum = 0;
    for (int item = start[group]; item < activeEnd[group]; item++) {
      double gain = gain(item);
      taken[item] = gain > 0;
      if (gain > 0) {
        units += units(item);
        sum += gain;
      }
    }
    rate[group] = 0;
    between[group] = Double.POSITIVE_INFINITY;
    return units > capacity ? knapsack(group, capacity) : sum;
  }

  /**
   * Most items are in or out for sure: what fills the offer by the gain of a unit, fractions
   * allowed, gains no less than the best set, and what fits in that order gains no more. An item
   * whose other fate costs more than lies between is settled (Dembo and Hammer 1980).
   */
  private double knapsack(int group, int capacity) {
    sort(group);
    int end = activeEnd[group];
    int split = start[group];
    int room = capacity;
    double whole = 0;
    while (units(split) <= room) {
      room -= units(split);
      whole += gain(split++);
    }
    rate[group] = density[split];
    double missed = room * density[split];
    int left = room;
    for (int item = split; item < end && density[item] > 0 && left > 0; item++) {
      if (units(item) <= left) {
        left -= units(item);
        missed -= gain(item);
      }
    }
    between[group] = Math.max(0, missed) + whole * ROUNDING;
    return settle(group, split, capacity);
  }

  /** The best set, where everything before the split is in unless that may cost too little. */
  private double settle(int group, int split, int capacity) {
    int room = capacity;
    double sum = 0;
    int open = 0;
    int openUnits = 0;
    for (int item = start[group]; item < activeEnd[group]; item++) {
      double loss = Math.abs(density[item] - rate[group]) * units(item);
      taken[item] = item < split;
      if (density[item] > 0 && loss <= between[group]) {
        openItems[open++] = item;
        openUnits += units(item);
      } else if (item < split) {
        room -= units(item);
        sum += gain(item);
      }
    }
    sack.clear(Math.min(room, openUnits));
    for (int k = 0; k < open; k++) {
      sack.add(openItems[k], units(openItems[k]), gain(openItems[k]));
    }
    return sum + sack.choose(taken);
  }

  /** By falling gain of a unit; the order of the last time is nearly right. */
  private void sort(int group) {
    for (int item = start[group]; item < activeEnd[group]; item++) {
      int i = workload[item];
      int e = edge[item];
      double itsCost = cost[item];
      double itsDensity = (worth[i] - itsCost) / problem.demand()[i];
      int to = item;
      while (to > start[group] && density[to - 1] < itsDensity) {
        workload[to] = workload[to - 1];
        edge[to] = edge[to - 1];
        cost[to] = cost[to - 1];
        density[to] = density[to - 1];
        to--;
      }
      workload[to] = i;
      edge[to] = e;
      cost[to] = itsCost;
      density[to] = itsDensity;
    }
  }

  private int units(int item) {
    return problem.demand()[workload[item]];
  }

  private double gain(int item) {
    return worth[workload[item]] - cost[item];
  }

  /** One step from the last look: up for whom nobody takes, down for whom many do. */
  void move(double rise) {
    double norm = 0;
    for (int i = 0; i < worth.length; i++) {
      move[i] = over(i) + SMOOTHING * move[i];
      norm += move[i] * move[i];
    }
    for (int i = 0; norm > 0 && i < worth.length; i++) {
      worth[i] = Math.min(most[i], worth[i] - rise / norm * move[i]);
    }
  }

  private int over(int i) {
    int over = takers[i] - 1;
    return over < 0 && worth[i] >= most[i] ? 0 : over;
  }

  /**
   * Of each workload the cheapest edge of those where it was taken last; {@link Assignment#NOWHERE}
   * when nobody took it.
   */
  int[] takenAt() {
    int[] at = new int[worth.length];
    double[] least = new double[worth.length];
    Arrays.fill(at, Assignment.NOWHERE);
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int item = 0; item < taken.length; item++) {
      if (taken[item] && cost[item] < least[workload[item]]) {
        least[workload[item]] = cost[item];
        at[workload[item]] = edge[item];
      }
    }
    return at;
  }

  double[] worth() {
    return worth.clone();
  }

  void restart(double[] from) {
    System.arraycopy(from, 0, worth, 0, worth.length);
    Arrays.fill(move, 0);
  }
}
