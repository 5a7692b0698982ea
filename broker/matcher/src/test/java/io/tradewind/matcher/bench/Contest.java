package io.tradewind.matcher.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * How long each of some requests takes, in microseconds: the median of its rounds. A request's
 * median tells of the request, and not of what else ran on the machine at one moment; quantiles are
 * then over requests.
 */
final class Contest {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final double[][] wall;
  private final double[][] cpu;
  private int rounds;

  Contest(int requests, int mostRounds) {
    wall = new double[requests][mostRounds];
    cpu = new double[requests][mostRounds];
  }

  /** One round: every request once. */
  void round(IntConsumer request) {
    for (int i = 0; i < wall.length; i++) {
      long cpuBefore = threads.getCurrentThreadCpuTime();
      long before = System.nanoTime();
      request.accept(i);
      wall[i][rounds] = (System.nanoTime() - before) / 1e3;
      cpu[i][rounds] = (threads.getCurrentThreadCpuTime() - cpuBefore) / 1e3;
    }
    rounds++;
  }

  double wall(double share) {
    return quantile(medians(wall), share);
  }

  double cpu(double share) {
    return quantile(medians(cpu), share);
  }

  /** Of the first requests alone, to compare with who was asked no more of them. */
  double cpuOfFirst(int requests, double share) {
    return quantile(Arrays.copyOf(medians(cpu), requests), share);
  }

  /** The lowest and the highest median of a round. */
  double[] spread() {
    double[] medians = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      int number = round;
      medians[round] = quantile(Arrays.stream(wall).mapToDouble(of -> of[number]).toArray(), 0.5);
    }
    Arrays.sort(medians);
    return new double[] {medians[0], medians[rounds - 1]};
  }

  private double[] medians(double[][] of) {
    return Arrays.stream(of)
        .mapToDouble(times -> quantile(Arrays.copyOf(times, rounds), 0.5))
        .toArray();
  }

  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }
}
