package io.tradewind.matcher.bench;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.PriceMove;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Prices of a million offers move, a poll of a feed at a time, while somebody asks: updates a
 * second of one writer, and the reader's p99 with and without it, in turns.
 */
final class RepriceBench {
  static final long SEED = 20261123;
  private static final ProviderId FEED = ProviderId.of("generated");
  private static final int OFFERS = 1_000_000;
  private static final int POLL = 50_000;

  private final Conditions conditions = Mix.conditions(SEED);
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<Workload> workloads;
  private final List<List<PriceMove>> polls = new ArrayList<>();
  private volatile Market market = Market.empty();
  private long moved;
  private double writerSeconds;
  private double writerCpuSeconds;

  private RepriceBench() {
    List<Offer> offers = GeneratedOffers.of(SEED, OFFERS);
    market = Market.empty().with(FEED, offers);
    workloads = Mix.of(SEED, offers, 200);
    Random random = new Random(SEED);
    for (int poll = 0; poll < 8; poll++) {
      List<PriceMove> moves = new ArrayList<>();
      for (int i = 0; i < POLL; i++) {
        Offer offer = offers.get(random.nextInt(OFFERS));
        long nanos =
            Math.round(offer.price().perHour().nanos() * (0.9 + 0.2 * random.nextDouble()));
        HourlyRate price =
            new HourlyRate(Money.nano(Math.max(1, nanos), offer.price().perHour().currency()));
        moves.add(new PriceMove(offer.id(), price, Instant.EPOCH));
      }
      polls.add(moves);
    }
  }

  static void run(Report report, boolean full) {
    RepriceBench bench = new RepriceBench();
    int rounds = full ? 15 : 5;
    Contest alone = new Contest(bench.workloads.size(), rounds);
    Contest beside = new Contest(bench.workloads.size(), rounds);
    bench.warmUp();
    for (int round = 0; round < rounds; round++) {
      alone.round(bench::ask);
      bench.write(() -> beside.round(bench::ask));
    }
    report.atLeast(
        "P9",
        "price updates a second of one writer, CPU time",
        bench.moved / bench.writerCpuSeconds,
        "updates/s",
        1e6);
    report.tell("P9.wall", "the same, wall time", bench.moved / bench.writerSeconds, "updates/s");
    report.atMost(
        "P9.readers",
        "reader's p99 beside the writer over its p99 alone, CPU time",
        beside.cpu(0.99) / alone.cpu(0.99),
        "times",
        1.2);
  }

  private void warmUp() {
    for (int i = 0; i < 4; i++) {
      workloads.forEach(workload -> ask(workloads.indexOf(workload)));
      market = market.reprice(FEED, polls.get(i));
    }
  }

  private void ask(int request) {
    Matcher.match(workloads.get(request), market, conditions, Scope.VISIBLE);
  }

  /** Poll after poll, for as long as something else takes, and at least once. */
  private void write(Runnable meanwhile) {
    AtomicBoolean done = new AtomicBoolean();
    Thread writer = new Thread(() -> writeUntil(done), "writer");
    writer.start();
    meanwhile.run();
    done.set(true);
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the writer ended.", e);
    }
  }

  private void writeUntil(AtomicBoolean done) {
    long cpu = threads.getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    int poll = 0;
    do {
      List<PriceMove> moves = polls.get(poll++ % polls.size());
      market = market.reprice(FEED, moves);
      moved += moves.size();
    } while (!done.get());
    writerSeconds += (System.nanoTime() - begin) / 1e9;
    writerCpuSeconds += (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
  }
}
