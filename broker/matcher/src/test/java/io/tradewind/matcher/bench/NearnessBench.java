package io.tradewind.matcher.bench;

import io.tradewind.api.LatencyReading;
import io.tradewind.api.LatencyReading.Landmark;
import io.tradewind.matcher.nearness.End;
import io.tradewind.matcher.nearness.Estimate;
import io.tradewind.matcher.nearness.RoundTrips;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * O5: each region in turn is left out of a measured matrix, and its round trips are estimated from
 * the rest. Beside it the great circle alone. The choice: the nearest of six regions by estimate,
 * and how much longer its measured round trip is than the shortest of the six.
 */
final class NearnessBench {
  static final long SEED = 5;
  private static final double SAME_METRO_KILOMETRES = 60;

  private final List<End> ends;
  private final double[][] truth;
  private final double[][] model;
  private final double[][] distance;
  private final Report report;

  private NearnessBench(LatencyReading matrix, Report report) {
    this.report = report;
    ends = matrix.landmarks().stream().map(NearnessBench::end).toList();
    RoundTrips known = RoundTrips.of(List.of(matrix));
    truth = table(i -> known, Estimate::measured);
    model =
        table(i -> RoundTrips.of(List.of(without(matrix, matrix.landmarks().get(i)))), it -> true);
    distance = table(i -> RoundTrips.BY_DISTANCE, it -> true);
  }

  static void run(Report report, boolean full) throws IOException {
    Optional<LatencyReading> matrix = MeasuredMatrix.read();
    if (matrix.isEmpty()) {
      report.say("skipped: ../shared/data/geo/skyplane is not beside the repository");
      return;
    }
    NearnessBench bench = new NearnessBench(matrix.get(), report);
    bench.errors();
    bench.limits();
    bench.choices(full ? 1000 : 200);
  }

  private void errors() {
    double[] errors = errors(model, i -> true);
    report.atMost(
        "O5.error", "round trip, region left out, median error", median(errors) * 100, "%", 3);
    report.tell("O5.p90", "the same, 90th percentile", quantile(errors, 0.9) * 100, "%");
    report.tell(
        "O5.error.distance",
        "by distance alone, median error",
        median(errors(distance, i -> true)) * 100,
        "%");
    double[] shared = errors(model, this::hasNeighbour);
    double[] alone = errors(model, i -> !hasNeighbour(i));
    report.tell("O5.error.metro", "where another cloud is in the metro", median(shared) * 100, "%");
    report.tell("O5.error.alone", "where none is", median(alone) * 100, "%");
  }

  /** Two clouds in one city reach a third place by different ways: nobody can tell them apart. */
  private void limits() {
    List<Double> apart = new ArrayList<>();
    int below = 0;
    for (int i = 0; i < ends.size(); i++) {
      for (int j = 0; j < ends.size(); j++) {
        below += truth[i][j] > 0 && model[i][j] < fibre(i, j) ? 1 : 0;
        for (int k = 0; k < ends.size(); k++) {
          if (j > i && isNeighbour(i, j) && truth[i][k] > 0 && truth[j][k] > 0) {
            apart.add(Math.abs(truth[i][k] - truth[j][k]) / truth[i][k]);
          }
        }
      }
    }
    report.tell(
        "O5.limit",
        "two clouds in one metro to the same third place differ, median",
        median(apart.stream().mapToDouble(Double::doubleValue).toArray()) * 100,
        "%");
    report.atMost("O5.physics", "estimates faster than light in fibre", below, "pairs", 0);
  }

  private void choices(int each) {
    report.atMost("O5.regret", "mean regret of the choice of six", regret(model, each), "ms", 0.5);
    report.tell("O5.regret.distance", "the same by distance", regret(distance, each), "ms");
    report.tell(
        "O5.regret.metro",
        "the same from where another cloud is in the metro",
        regret(model, each, this::hasNeighbour),
        "ms");
    report.tell(
        "O5.limit.regret",
        "the same by what another cloud in the metro measured itself",
        regretNextDoor(each),
        "ms");
  }

  /**
   * By what another cloud in the same metro measured: no model of a region that was left out can
   * know more of it than a machine next door does.
   */
  private double regretNextDoor(int each) {
    Random random = new Random(SEED);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < ends.size(); i++) {
      for (int j = 0; j < ends.size(); j++) {
        int[] known = isNeighbour(i, j) ? knownToBoth(i, j) : new int[0];
        for (int draw = 0; known.length >= 6 && draw < each; draw++) {
          int[] six = random.ints(0, known.length).distinct().limit(6).map(k -> known[k]).toArray();
          sum += truth[i][nearest(truth[j], six)] - truth[i][nearest(truth[i], six)];
          count++;
        }
      }
    }
    return sum / count;
  }

  private int[] knownToBoth(int i, int j) {
    return IntStream.range(0, ends.size())
        .filter(k -> truth[i][k] > 0 && truth[j][k] > 0)
        .toArray();
  }

  private double regret(double[][] estimate, int each) {
    return regret(estimate, each, i -> true);
  }

  private double regret(double[][] estimate, int each, IntPredicate from) {
    Random random = new Random(SEED);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < ends.size(); i++) {
      int[] others = others(i);
      for (int draw = 0; draw < each; draw++) {
        int[] six = random.ints(0, others.length).distinct().limit(6).map(k -> others[k]).toArray();
        if (from.test(i)) {
          sum += truth[i][nearest(estimate[i], six)] - truth[i][nearest(truth[i], six)];
          count++;
        }
      }
    }
    return sum / count;
  }

  private int[] others(int i) {
    return IntStream.range(0, ends.size()).filter(j -> truth[i][j] > 0).toArray();
  }

  private static int nearest(double[] milliseconds, int[] among) {
    return Arrays.stream(among)
        .boxed()
        .min((a, b) -> Double.compare(milliseconds[a], milliseconds[b]))
        .orElseThrow();
  }

  private double[] errors(double[][] estimate, IntPredicate of) {
    return IntStream.range(0, ends.size())
        .filter(of)
        .boxed()
        .flatMapToDouble(
            i ->
                IntStream.range(0, ends.size())
                    .filter(j -> truth[i][j] > 0)
                    .mapToDouble(j -> Math.abs(estimate[i][j] - truth[i][j]) / truth[i][j]))
        .toArray();
  }

  private boolean hasNeighbour(int i) {
    return IntStream.range(0, ends.size()).anyMatch(j -> isNeighbour(i, j));
  }

  private boolean isNeighbour(int i, int j) {
    return i != j && ends.get(i).point().kilometresTo(ends.get(j).point()) < SAME_METRO_KILOMETRES;
  }

  private double fibre(int i, int j) {
    return ends.get(i).point().kilometresTo(ends.get(j).point()) * 2 * 1.468 / 299_792.458 * 999.9;
  }

  /** Zero where nothing counts. */
  private double[][] table(IntFunction<RoundTrips> by, Predicate<Estimate> counts) {
    double[][] table = new double[ends.size()][ends.size()];
    for (int i = 0; i < ends.size(); i++) {
      RoundTrips known = by.apply(i);
      for (int j = 0; j < ends.size(); j++) {
        Estimate estimate = known.between(ends.get(i), ends.get(j));
        table[i][j] = i != j && counts.test(estimate) ? estimate.milliseconds() : 0;
      }
    }
    return table;
  }

  private static LatencyReading without(LatencyReading all, Landmark left) {
    return new LatencyReading(
        all.source(),
        all.asOf(),
        all.landmarks().stream().filter(one -> !one.equals(left)).toList(),
        all.measured().stream()
            .filter(one -> !one.from().equals(left.name()) && !one.to().equals(left.name()))
            .toList());
  }

  private static End end(Landmark landmark) {
    return new End(landmark.region(), landmark.point(), 0);
  }

  private static double median(double[] values) {
    return quantile(values, 0.5);
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }
}
