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

  /** Gap in per cent, and CPU milliseconds of listing. */
  private record Result(double gap, double listing, int rounds) {}

  static void run(Report report, boolean full) {
    BatchBench bench = new BatchBench(report);
    bench.small(full ? 15 : 6);
    bench.large(full ? 3 : 1);
  }

  private void small(int warmUps) {
    for (int i = 0; i < warmUps; i++) {
      solve(SEED + i % INSTANCES, 1_000, 10_000, 100);
    }
    Result[] results = new Result[INSTANCES];
    Arrays.setAll(results, i -> solve(SEED + i, 1_000, 10_000, 100));
    String what = "certified gap, 1,000 workloads of 1 to 8 devices on 10,000 offers, ";
    report.atMost("P5", what + "100 ms CPU, worst of 3", worst(results), "%", 0.05);
    report.tell("P5.listing", "to list their cheapest offers", results[0].listing(), "ms CPU");
    report.tell("P5.rounds", "rounds of the ascent", results[0].rounds(), "rounds");
    Arrays.setAll(results, i -> solve(SEED + i, 1_000, 10_000, 500));
    report.tell("P5.500ms", what + "500 ms CPU, worst of 3", worst(results), "%");
    Arrays.setAll(results, i -> solve(SEED + i, 1_000, 10_000, 5_000));
    report.tell(
        "P5.5s",
        what + "5 s CPU, worst of 3: what relaxing and bettering by ejection come to",
        worst(results),
        "%");
  }

  private void large(int instances) {
    Result[] results = new Result[instances];
    Arrays.setAll(results, i -> solve(SEED + i, 10_000, 100_000, 1_000));
    String what = "certified gap, 10,000 workloads on 100,000 offers, ";
    report.atMost("P5.large", what + "1 s CPU", worst(results), "%", 0.2);
    report.tell(
        "P5.large.listing", "to list their cheapest offers", results[0].listing(), "ms CPU");
    Arrays.setAll(results, i -> solve(SEED + i, 10_000, 100_000, 10_000));
    report.tell("P5.large.10s", what + "10 s CPU", worst(results), "%");
  }

  private static double worst(Result[] results) {
    return Arrays.stream(results).mapToDouble(Result::gap).max().orElseThrow();
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
    return new Result(100 * plan.gap(), listing[0] / 1e6, plan.rounds());
  }
}
