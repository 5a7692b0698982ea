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

  private final BatchProblem problem;
  private final double fixed;
  private final double[] worth;
  private final double[] most;
  private final int[] takers;
  private final Items[] items;

  /** Who may want an offer: workloads and what they cost there. */
  private record Items(int[] workloads, double[] costs) {}

  Knapsacks(BatchProblem problem, Edges edges, Prices prices) {
    this.problem = problem;
    fixed = prices.tenants.paid() + prices.sites.paid();
    worth = new double[problem.workloads()];
    most = new double[worth.length];
    takers = new int[worth.length];
    Arrays.setAll(worth, prices::least);
    for (int i = 0; i < worth.length; i++) {
      double unlisted = Math.min(problem.unplaced()[i], edges.otherwise[i]);
      most[i] = Math.min(unlisted, worth[i] * REACH);
    }
    items = items(edges, prices);
  }

  private Items[] items(Edges edges, Prices prices) {
    int[] counts = new int[problem.offers()];
    for (int i = 0; i < worth.length; i++) {
      for (int e = 0; e < edges.offers[i].length && edges.costs[i][e] < most[i]; e++) {
        counts[edges.offers[i][e]]++;
      }
    }
    Items[] all = new Items[counts.length];
    Arrays.setAll(all, j -> new Items(new int[counts[j]], new double[counts[j]]));
    for (int i = 0; i < worth.length; i++) {
      for (int e = 0; e < edges.offers[i].length && edges.costs[i][e] < most[i]; e++) {
        int offer = edges.offers[i][e];
        int at = --counts[offer];
        all[offer].workloads()[at] = i;
        all[offer].costs()[at] = edges.costs[i][e] + prices.besideOffer(i, offer);
      }
    }
    return all;
  }

  /** The bound at these worths; leaves behind how many offers want each workload. */
  double bound() {
    Arrays.fill(takers, 0);
    double sum = -fixed;
    for (double each : worth) {
      sum += each;
    }
    for (int offer = 0; offer < items.length; offer++) {
      sum -= items[offer].costs().length == 0 ? 0 : best(items[offer], problem.capacity()[offer]);
    }
    return sum;
  }

  private double best(Items offered, int capacity) {
    int[] wanted = new int[offered.costs().length];
    int n = 0;
    long units = 0;
    double sum = 0;
    for (int k = 0; k < wanted.length; k++) {
      double gain = gain(offered, k);
      if (gain > 0) {
        wanted[n++] = k;
        units += problem.demand()[offered.workloads()[k]];
        sum += gain;
      }
    }
    if (units > capacity) {
      return knapsack(offered, Arrays.copyOf(wanted, n), capacity);
    }
    for (int k = 0; k < n; k++) {
      takers[offered.workloads()[wanted[k]]]++;
    }
    return sum;
  }

  private double gain(Items offered, int k) {
    return worth[offered.workloads()[k]] - offered.costs()[k];
  }

  private double knapsack(Items offered, int[] wanted, int capacity) {
    double[] value = new double[capacity + 1];
    boolean[][] takes = new boolean[wanted.length][capacity + 1];
    for (int k = 0; k < wanted.length; k++) {
      int units = problem.demand()[offered.workloads()[wanted[k]]];
      double gain = gain(offered, wanted[k]);
      for (int room = capacity; room >= units; room--) {
        if (value[room - units] + gain > value[room]) {
          value[room] = value[room - units] + gain;
          takes[k][room] = true;
        }
      }
    }
    int room = capacity;
    for (int k = wanted.length - 1; k >= 0; k--) {
      if (takes[k][room]) {
        int workload = offered.workloads()[wanted[k]];
        takers[workload]++;
        room -= problem.demand()[workload];
      }
    }
    return value[capacity];
  }

  /** One step from the last {@link #bound}: up for whom nobody takes, down for whom many do. */
  void move(double rise) {
    double norm = 0;
    for (int i = 0; i < worth.length; i++) {
      norm += (double) over(i) * over(i);
    }
    for (int i = 0; norm > 0 && i < worth.length; i++) {
      worth[i] = Math.min(most[i], worth[i] - rise / norm * over(i));
    }
  }

  private int over(int workload) {
    int over = takers[workload] - 1;
    return over < 0 && worth[workload] >= most[workload] ? 0 : over;
  }

  double[] worth() {
    return worth.clone();
  }

  void restart(double[] from) {
    System.arraycopy(from, 0, worth, 0, worth.length);
  }
}
