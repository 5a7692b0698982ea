package io.tradewind.matcher.bench;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.NearestMiss;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Rejection;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.StreamMatcher;
import io.tradewind.matcher.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * The index at a million offers beside a stream over them that decides the same: the eleven best,
 * every rejection counted, the best near miss of each constraint, the exact front. The same
 * requests go to a tenth of the offers, and one pass over the columns tells what a scan must cost.
 */
final class IndexBench {
  static final long SEED = 20261121;
  private static final ProviderId FEED = ProviderId.of("generated");
  private static final int MILLION = 1_000_000;
  private static final int FEW = 20_000;
  private static final int REQUESTS = 300;

  /** Of these the front alone is found by brute force too. */
  private static final int FRONTS = 100;

  /** Rounds of the index for one of the stream. */
  private static final int REPEATS = 5;

  /** A price, and two numbers beside it: what a scan would have to read of an offer at least. */
  private static final int BYTES_PER_OFFER = 16;

  private final Report report;
  private final boolean full;
  private final Conditions conditions = Mix.conditions(SEED);
  private final List<Offer> offers;
  private final List<StreamMatcher.Row> rows;
  private final Market million;
  private final Market tenth;
  private final Market few;
  private final List<Workload> workloads;

  private IndexBench(Report report, boolean full) {
    this.report = report;
    this.full = full;
    offers = GeneratedOffers.of(SEED, MILLION);
    rows = StreamMatcher.rows(offers);
    long begin = System.nanoTime();
    million = Market.empty().with(FEED, offers);
    report.tell("index.layout", "a million offers laid out", millis(begin), "ms");
    tenth = Market.empty().with(FEED, offers.subList(0, MILLION / 10));
    few = Market.empty().with(FEED, offers.subList(0, MILLION / 500));
    workloads = Mix.of(SEED, offers, REQUESTS);
  }

  static void run(Report report, boolean full) {
    IndexBench bench = new IndexBench(report, full);
    bench.compare();
    bench.measure();
  }

  /**
   * Every fifteenth request in a quick run, every second in a full one; and many more, fronts and
   * all, on a market that a stream passes quickly.
   */
  private void compare() {
    List<Workload> some = new ArrayList<>();
    for (int i = 0; i < workloads.size(); i += full ? 2 : 15) {
      some.add(workloads.get(i));
    }
    int wrong = wrong(some, million, rows);
    report.atMost(
        "P1.wrong", "answers of %d that differ".formatted(some.size()), wrong, "answers", 0);
    Market judged = Market.empty().with(FEED, offers.subList(0, FEW));
    List<Workload> many = Mix.of(SEED + 1, offers, full ? 10_000 : 1_000);
    int wrongFronts = wrong(many, judged, rows.subList(0, FEW));
    report.atMost(
        "P4.wrong",
        "answers of %d at %d offers, of which the front differs or anything else"
            .formatted(many.size(), FEW),
        wrongFronts,
        "answers",
        0);
    if (wrong + wrongFronts > 0) {
      throw new IllegalStateException("Some answers differ: speed means nothing then.");
    }
  }

  private int wrong(List<Workload> asked, Market market, List<StreamMatcher.Row> ofMarket) {
    int wrong = 0;
    for (Workload workload : asked) {
      StreamMatcher.Answer fast = StreamMatcher.Answer.of(match(market, workload));
      StreamMatcher.Answer naive = StreamMatcher.match(workload, ofMarket, FEED, conditions);
      if (!fast.equals(naive)) {
        wrong++;
        report.say("%s%n index %s%n stream %s".formatted(workload, fast, naive));
      }
    }
    return wrong;
  }

  private void measure() {
    // All are asked the same requests: a stream takes so long that a quick run has one round of it.
    int rounds = full ? 5 : 1;
    int fastRounds = rounds * REPEATS;
    Contest decided = new Contest(REQUESTS, fastRounds);
    Contest told = new Contest(REQUESTS, fastRounds);
    Contest small = new Contest(REQUESTS, fastRounds);
    Contest stream = new Contest(REQUESTS, rounds);
    Contest front = new Contest(FRONTS, rounds);
    Contest column = new Contest(1, fastRounds);
    Contest least = new Contest(REQUESTS, fastRounds);
    warmUp();
    for (int round = 0; round < rounds; round++) {
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        decided.round(i -> match(million, workloads.get(i)));
        small.round(i -> match(tenth, workloads.get(i)));
        told.round(i -> read(match(million, workloads.get(i))));
        column.round(i -> pass());
        least.round(i -> match(few, workloads.get(i)));
      }
      stream.round(i -> StreamMatcher.match(workloads.get(i), rows, FEED, conditions));
      front.round(i -> StreamMatcher.front(workloads.get(i), rows, FEED, conditions));
    }
    if (sum < 0) {
      throw new IllegalStateException("The least of a column came out below zero.");
    }
    tell(decided, told, small, stream, front, column);
    bounds(least, stream, front, column);
  }

  private void warmUp() {
    for (int i = 0; i < 3; i++) {
      StreamMatcher.match(workloads.get(i), rows, FEED, conditions);
      StreamMatcher.front(workloads.get(i), rows, FEED, conditions);
      pass();
    }
    long end = System.nanoTime() + (full ? 20_000_000_000L : 6_000_000_000L);
    while (System.nanoTime() < end) {
      for (Workload workload : workloads) {
        match(tenth, workload);
        match(few, workload);
        read(match(million, workload));
      }
    }
  }

  private void tell(
      Contest decided, Contest told, Contest small, Contest stream, Contest front, Contest column) {
    String at = " at a million offers";
    report.tell("P1.index.p50", "decided" + at + ", sentences unread", decided.wall(0.5), "µs");
    report.tell("P1.index.p99", "decided" + at + ", sentences unread", decided.wall(0.99), "µs");
    report.tell("P1.index.cpu", "the same, CPU time, p50", decided.cpu(0.5), "µs");
    report.tell("P1.index.cpu99", "the same, CPU time, p99", decided.cpu(0.99), "µs");
    report.tell("P1.index.low", "lowest median of a round", decided.spread()[0], "µs");
    report.tell("P1.index.high", "highest median of a round", decided.spread()[1], "µs");
    report.tell("P1.told.p50", "with every sentence and figure read", told.wall(0.5), "µs");
    report.tell("P1.told.p99", "with every sentence and figure read", told.wall(0.99), "µs");
    report.tell("P1.stream.p50", "stream" + at, stream.wall(0.5), "µs");
    report.tell("P1.stream.p99", "stream" + at, stream.wall(0.99), "µs");
    report.tell("P1.stream.cpu", "the same, CPU time, p50", stream.cpu(0.5), "µs");
    report.tell("P1.stream.cpu99", "the same, CPU time, p99", stream.cpu(0.99), "µs");
    report.tell("P1.stream.low", "lowest median of a round", stream.spread()[0], "µs");
    report.tell("P1.stream.high", "highest median of a round", stream.spread()[1], "µs");
    String beside = "stream over index, CPU time, ";
    report.atLeast("P1", beside + "p99", stream.cpu(0.99) / decided.cpu(0.99), "times", 1_000);
    report.atLeast("P1.p50", beside + "p50", stream.cpu(0.5) / decided.cpu(0.5), "times", 2_000);
    report.tell("P1.told", beside + "p99, all read", stream.cpu(0.99) / told.cpu(0.99), "times");
    report.tell(
        "P1.told.p50.ratio", beside + "p50, all read", stream.cpu(0.5) / told.cpu(0.5), "times");
    report.atMost(
        "P2", "p99 at 1e6 over p99 at 1e5", decided.cpu(0.99) / small.cpu(0.99), "times", 1.2);
    double pass = column.wall(0.5);
    report.tell("P3.pass", "one pass over 16 bytes an offer" + at, pass, "µs");
    report.atMost("P3", "p50 of an answer over one pass", decided.wall(0.5) / pass, "share", 0.01);
    report.atLeast(
        "P4",
        "front by brute force over the whole answer, CPU time, p50",
        front.cpu(0.5) / decided.cpuOfFirst(FRONTS, 0.5),
        "times",
        3_000);
    report.tell("P4.brute", "front by brute force, CPU time, p50", front.cpu(0.5), "µs");
  }

  /**
   * How far P1, P3 and P4 could go with this question: what the same requests take where there are
   * next to no offers is what reading them and weighing the regions takes, at any size.
   */
  private void bounds(Contest least, Contest stream, Contest front, Contest column) {
    String noOffers =
        "if offers took no time: question, vectors of all regions and answer are what";
    report.tell("index.least.p50", "an answer at 2,000 offers", least.cpu(0.5), "µs CPU");
    report.tell("index.least.p99", "an answer at 2,000 offers", least.cpu(0.99), "µs CPU");
    report.tell(
        "P1.bound", "P1 " + noOffers + " limits it", stream.cpu(0.99) / least.cpu(0.99), "times");
    report.tell(
        "P1.p50.bound",
        "P1.p50 " + noOffers + " limits it",
        stream.cpu(0.5) / least.cpu(0.5),
        "times");
    report.tell(
        "P3.bound", "P3 " + noOffers + " is left", least.wall(0.5) / column.wall(0.5), "share");
    report.tell(
        "P4.bound",
        "P4 " + noOffers + " limits it",
        front.cpu(0.5) / least.cpuOfFirst(FRONTS, 0.5),
        "times");
  }

  /** What a caller reads who shows everything. */
  private static int read(Placement placement) {
    int read = placement.explanation().toString().length();
    for (Rejection rejection : placement.rejections()) {
      read += rejection.text().length();
    }
    for (NearestMiss miss : placement.nearestMisses()) {
      read += miss.advice().length() + read(miss.candidate());
    }
    for (Candidate candidate : placement.runnersUp()) {
      read += read(candidate);
    }
    for (Candidate candidate : placement.front()) {
      read += read(candidate);
    }
    return read + placement.choice().map(IndexBench::read).orElse(0);
  }

  private static int read(Candidate candidate) {
    return candidate.why().length()
        + candidate.landed().hashCode()
        + candidate.carbon().hashCode()
        + candidate.roundTrip().hashCode()
        + candidate.ranked().hashCode();
  }

  private Placement match(Market market, Workload workload) {
    return Matcher.match(workload, market, conditions, Scope.VISIBLE);
  }

  private final long[] prices = new long[MILLION];
  private final long[] beside = new long[MILLION * (BYTES_PER_OFFER - 8) / 8];
  private long sum;

  private void pass() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < MILLION; i++) {
      least = Math.min(least, prices[i] + beside[i]);
    }
    sum += least;
  }

  private static double millis(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }
}
