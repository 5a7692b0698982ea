package io.tradewind.matcher.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Runs every benchmark of the matcher and writes one report. {@code -Dbench=full} gives each more
 * rounds; {@code -Dbench.only=preview,…} runs some of them.
 */
public final class Bench {
  private static final List<Entry> ALL =
      List.of(
          new Entry("preview", PreviewBench.SEED, PreviewBench::run),
          new Entry("P1", IndexBench.SEED, IndexBench::run),
          new Entry("P9", RepriceBench.SEED, RepriceBench::run),
          new Entry("O7", CheapestBench.SEED, CheapestBench::run),
          new Entry("spot", SpotBench.SEED, SpotBench::run),
          new Entry("nearness", NearnessBench.SEED, NearnessBench::run),
          new Entry("batch", BatchBench.SEED, BatchBench::run),
          new Entry("memory", MemoryBench.SEED, MemoryBench::run),
          new Entry("shift", ShiftBench.SEED, ShiftBench::run),
          new Entry("spatial", SpatialBench.SEED, SpatialBench::run),
          new Entry("greener", GreenerBench.SEED, GreenerBench::run),
          new Entry("sites", SiteReplayBench.SEED, SiteReplayBench::run));

  /** Of a full run too. */
  private static final double MOST_SECONDS = 1_800;

  private Bench() {}

  /** In the order in which they run. */
  private record Entry(String name, long seed, Benchmark benchmark) {}

  /**
   * @param arguments where the JSON report goes
   */
  public static void main(String[] arguments) throws IOException {
    boolean full = System.getProperty("bench", "quick").equals("full");
    Path json = Path.of(arguments.length > 0 ? arguments[0] : "target/bench/report.json");
    List<Report> reports = new ArrayList<>();
    long begin = System.nanoTime();
    for (Entry entry : chosen(System.getProperty("bench.only", ""))) {
      Report report = new Report(entry.name(), entry.seed());
      long before = System.nanoTime();
      entry.benchmark().run(report, full);
      report.tell(entry.name() + ".time", "all of it", seconds(before), "s");
      reports.add(report);
      Report.write(reports, json);
    }
    Report whole = new Report("bench", 0);
    whole.atMost("bench.time", "all benchmarks", seconds(begin), "s", MOST_SECONDS);
    reports.add(whole);
    Report.write(reports, json);
    System.out.println(Report.markdown(reports));
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static List<Entry> chosen(String names) {
    if (names.isBlank()) {
      return ALL;
    }
    Set<String> wanted = Set.copyOf(Arrays.asList(names.split(",")));
    List<Entry> chosen = ALL.stream().filter(entry -> wanted.contains(entry.name())).toList();
    if (chosen.size() < wanted.size()) {
      throw new IllegalArgumentException(
          "bench.only is %s; there are %s."
              .formatted(names, ALL.stream().map(Entry::name).toList()));
    }
    return chosen;
  }
}
