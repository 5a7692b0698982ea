package io.tradewind.matcher.bench;

import io.tradewind.api.GridZone;
import io.tradewind.api.Offer;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Regions;
import io.tradewind.matcher.CatalogFile;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.GridIntensities;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A preview with everything on (carbon, front, reasons, near misses, sentences) beside a naive
 * stream that only finds the eleven cheapest. Answers are compared before anything is timed; rounds
 * of the two alternate in one process; CPU time stands beside wall time.
 */
final class PreviewBench {
  static final long SEED = 20260601;
  private static final int GENERATED = 250_000;
  private static final double TARGET_MICROS = 1_000;

  private final List<Offer> offers;
  private final Market market;
  private final Conditions conditions;
  private final List<Ask> asks = new ArrayList<>();
  private final List<Workload> workloads = new ArrayList<>();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Report report;

  private PreviewBench(List<Offer> offers, int requests, Report report) {
    this.offers = offers;
    this.report = report;
    long begin = System.nanoTime();
    market = Market.empty().with(ProviderId.of("catalog"), offers);
    report.tell("swap", "a feed's offers laid out, first time", millis(begin), "ms");
    conditions = conditions();
    Random random = new Random(SEED);
    for (int i = 0; i < requests; i++) {
      asks.add(Ask.random(random, offers));
      workloads.add(asks.get(i).workload());
    }
  }

  static void run(Report report, boolean full) throws IOException {
    Optional<Path> file = CatalogFile.find();
    List<Offer> offers =
        file.isPresent() ? CatalogFile.read(file.get()) : GeneratedOffers.of(SEED, GENERATED);
    report.say(
        "%d offers %s".formatted(offers.size(), file.isPresent() ? "from a file" : "generated"));
    PreviewBench bench = new PreviewBench(offers, full ? 400 : 100, report);
    bench.compare();
    bench.measure(full ? 15 : 5, full ? 20 : 8);
  }

  /** Every request, both ways; a difference ends the run, since speed means nothing then. */
  private void compare() {
    for (int i = 0; i < asks.size(); i++) {
      List<String> naive = asks.get(i).naive(offers);
      List<String> fast = order(match(workloads.get(i)));
      if (!fast.equals(naive)) {
        throw new IllegalStateException(
            "Request %s: the matcher says %s, the stream %s.".formatted(asks.get(i), fast, naive));
      }
    }
    report.atMost("wrong", "answers of %d that differ".formatted(asks.size()), 0, "answers", 0);
  }

  private void measure(int rounds, int repeats) {
    Series fast = new Series();
    Series naive = new Series();
    time(fast, repeats, i -> match(workloads.get(i)));
    time(naive, 1, i -> asks.get(i).naive(offers));
    fast.clear();
    naive.clear();
    for (int round = 0; round < rounds; round++) {
      time(fast, repeats, i -> match(workloads.get(i)));
      time(naive, 1, i -> asks.get(i).naive(offers));
    }
    String size = offers.size() + " offers";
    report.atMost("preview.p50", "preview at " + size, fast.wall(0.5), "µs", TARGET_MICROS);
    report.tell("preview.p99", "preview at " + size, fast.wall(0.99), "µs");
    report.tell("preview.cpu", "the same, CPU time, mean", fast.meanCpu(), "µs");
    report.tell("preview.low", "lowest median of %d rounds".formatted(rounds), fast.low(), "µs");
    report.tell("preview.high", "highest median of %d rounds".formatted(rounds), fast.high(), "µs");
    report.tell("naive.p50", "naive stream, eleven cheapest only", naive.wall(0.5), "µs");
    report.tell("naive.p99", "naive stream, eleven cheapest only", naive.wall(0.99), "µs");
    report.tell("naive.cpu", "the same, CPU time, mean", naive.meanCpu(), "µs");
    report.tell("naive.low", "lowest median of %d rounds".formatted(rounds), naive.low(), "µs");
    report.tell("naive.high", "highest median of %d rounds".formatted(rounds), naive.high(), "µs");
    report.tell("ratio.p50", "naive over preview, p50", naive.wall(0.5) / fast.wall(0.5), "times");
    report.tell(
        "ratio.p99", "naive over preview, p99", naive.wall(0.99) / fast.wall(0.99), "times");
  }

  private void time(Series series, int repeats, Consumer<Integer> action) {
    List<Double> round = new ArrayList<>();
    long cpu = threads.getCurrentThreadCpuTime();
    for (int repeat = 0; repeat < repeats; repeat++) {
      for (int i = 0; i < asks.size(); i++) {
        long begin = System.nanoTime();
        action.accept(i);
        round.add((System.nanoTime() - begin) / 1e3);
      }
    }
    series.add(round, (threads.getCurrentThreadCpuTime() - cpu) / 1e3);
  }

  private Placement match(Workload workload) {
    return Matcher.match(workload, market, conditions, Scope.VISIBLE);
  }

  private static List<String> order(Placement placement) {
    List<String> order = new ArrayList<>();
    placement.choice().ifPresent(choice -> order.add(choice.offer().id().value()));
    placement.runnersUp().forEach(runnerUp -> order.add(runnerUp.offer().id().value()));
    return order;
  }

  /** Grid figures from the seed: what they are does not matter to the time. */
  private static Conditions conditions() {
    Random random = new Random(SEED);
    Map<GridZone, GridIntensity> zones = new HashMap<>();
    for (Place place : Regions.bundled().places().values()) {
      zones.put(place.gridZone(), grams(20 + random.nextInt(700)));
    }
    zones.put(GridZone.WORLD, grams(480));
    return Conditions.bundled(1, Instant.parse("2026-06-01T00:00:00Z"))
        .withIntensities(GridIntensities.of(Map.of(), zones));
  }

  private static GridIntensity grams(double perKilowattHour) {
    return GridIntensity.ofYear(
        perKilowattHour, CarbonBasis.AVERAGE_LOCATION_LIFECYCLE, "from the seed", 2025, true);
  }

  private static double millis(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }

  /** All times of one contestant, and the median of each round. */
  private static final class Series {
    private final List<Double> all = new ArrayList<>();
    private final List<Double> medians = new ArrayList<>();
    private double cpu;

    void add(List<Double> round, double cpuMicros) {
      all.addAll(round);
      medians.add(quantile(round, 0.5));
      cpu += cpuMicros;
    }

    void clear() {
      all.clear();
      medians.clear();
      cpu = 0;
    }

    double wall(double share) {
      return quantile(all, share);
    }

    double meanCpu() {
      return cpu / all.size();
    }

    double low() {
      return quantile(medians, 0);
    }

    double high() {
      return quantile(medians, 1);
    }

    private static double quantile(List<Double> times, double share) {
      double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
      Arrays.sort(sorted);
      return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }
  }
}
