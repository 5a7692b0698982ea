package io.tradewind.matcher.bench;

import io.tradewind.matcher.batch.BatchPlan;
import io.tradewind.matcher.batch.BatchProblem;
import io.tradewind.matcher.batch.BatchSolver;
import io.tradewind.matcher.batch.Budget;
import io.tradewind.matcher.batch.Choices;
import io.tradewind.matcher.batch.GeneratedBatch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * Batches with certificates: the gap that is proven within so much CPU time. The time to list each
 * workload's cheapest offers, which is the matcher's, is told apart.
 */
final class BatchBench {
  static final long SEED = 1;
  private static final int INSTANCES = 3;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Report report;

  private BatchBench(Report report) {
    this.report = report;
  }

  /** CPU time in milliseconds, that of listing apart. */
  private record Result(BatchPlan plan, double cpu, double listing) {
    double gap() {
      return 100 * plan.gap();
    }
  }

  static void run(Report report, boolean full) {
    BatchBench bench = new BatchBench(report);
    bench.small(full ? 60 : 30);
    bench.large(full ? 3 : 1);
  }

  private void small(int warmUps) {
    for (int i = 0; i < warmUps; i++) {
      solve(SEED + i % INSTANCES, 1_000, 10_000, 100);
    }
    Result[] results = solve(INSTANCES, 1_000, 10_000, 100);
    String what = "certified gap, 1,000 workloads of 1 to 8 devices on 10,000 offers, ";
    report.atMost("P5", what + "100 ms CPU, worst of 3", worst(results), "%", 0.05);
    report.tell("P5.cpu", "what it took, longest of 3", longest(results), "ms CPU");
    report.tell("P5.listing", "to list their cheapest offers", results[0].listing(), "ms CPU");
    report.tell("P5.rounds", "rounds of the ascent", results[0].plan().rounds(), "rounds");
    Result[] later = solve(INSTANCES, 1_000, 10_000, 500);
    report.tell("P5.500ms", what + "500 ms CPU, worst of 3", worst(later), "%");
    Result[] last = solve(INSTANCES, 1_000, 10_000, 5_000);
    shortOf("P5", results, last);
  }

  private void large(int instances) {
    solve(INSTANCES, 3_000, 30_000, 1_000);
    Result[] results = solve(instances, 10_000, 100_000, 1_000);
    String what = "certified gap, 10,000 workloads on 100,000 offers, ";
    report.atMost("P5.large", what + "1 s CPU", worst(results), "%", 0.2);
    report.tell("P5.large.cpu", "what it took", longest(results), "ms CPU");
    report.tell(
        "P5.large.listing", "to list their cheapest offers", results[0].listing(), "ms CPU");
    Result[] last = solve(instances, 10_000, 100_000, 10_000);
    report.tell("P5.large.4s", what + "4 s CPU", worst(solve(1, 10_000, 100_000, 4_000)), "%");
    shortOf("P5.large", results, last);
  }

  /**
   * What the gap could be: between the best bound and the best plan that more time found. What is
   * above that is time, and either half of it is told.
   */
  private void shortOf(String id, Result[] results, Result[] later) {
    double known = 0;
    double bound = 0;
    double plan = 0;
    for (int i = 0; i < results.length; i++) {
      double cost = results[i].plan().cost();
      double rise = later[i].plan().lowerBound() - results[i].plan().lowerBound();
      known = Math.max(known, later[i].gap());
      bound = Math.max(bound, 100 * rise / cost);
      plan = Math.max(plan, 100 * (cost - later[i].plan().cost()) / cost);
    }
    report.tell(
        id + ".bound",
        id
            + " with ten times the time and more, worst: up to there time is what limits it, beyond"
            + " it what relaxing whole workloads hides",
        known,
        "%");
    report.tell(
        id + ".rise", "of that gap, what more time takes off by a higher bound", bound, "%");
    report.tell(id + ".plan", "the same by a cheaper plan", plan, "%");
  }

  private static double worst(Result[] results) {
    return Arrays.stream(results).mapToDouble(Result::gap).max().orElseThrow();
  }

  private static double longest(Result[] results) {
    return Arrays.stream(results).mapToDouble(Result::cpu).max().orElseThrow();
  }

  private Result[] solve(int instances, int workloads, int offers, long millis) {
    Result[] results = new Result[instances];
    Arrays.setAll(results, i -> solve(SEED + i, workloads, offers, millis));
    return results;
  }

  private Result solve(long seed, int workloads, int offers, long millis) {
    BatchProblem problem = GeneratedBatch.of(seed, workloads, offers);
    long[] listing = {0};
    Choices.Source timed =
        (workload, atLeast) -> {
          long begin = threads.getCurrentThreadCpuTime();
          Choices choices = problem.choices().cheapest(workload, atLeast);
          listing[0] += threads.getCurrentThreadCpuTime() - begin;
          return choices;
        };
    long begin = threads.getCurrentThreadCpuTime();
    Budget budget =
        () -> threads.getCurrentThreadCpuTime() - begin - listing[0] < millis * 1_000_000;
    BatchPlan plan =
        BatchSolver.solve(
            BatchProblem.of(problem.demand(), problem.unplaced(), problem.capacity(), timed),
            budget);
    long spent = threads.getCurrentThreadCpuTime() - begin - listing[0];
    return new Result(plan, spent / 1e6, listing[0] / 1e6);
  }
}
