package io.tradewind.matcher.bench;

import io.tradewind.matcher.memory.Evidence;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.memory.PoolMemory;
import io.tradewind.matcher.memory.StartOrder;
import io.tradewind.matcher.spot.SpotTrace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One request an hour for a spot machine over nine zones at random prices (the dearest up to 1.7
 * times the cheapest possible): how often the first try gets one, and what is paid beside the
 * cheapest that was to be had, which is what trying in the order of price ends with. The broker
 * sees its own tries alone; the figures of the memory were tuned on other traces than this one.
 */
final class MemoryBench {
  static final long SEED = 20230216;
  private static final Instant BEGIN = Instant.parse("2023-02-15T00:00:00Z");
  private static final double PRIOR = 0.65;
  private static final double DEAREST = 0.7;

  /** A machine that is ended at once is billed for a minute of its hour. */
  private static final double LEAST_BILLED = 1 / 60.0;

  private final SpotTrace trace;
  private final Report report;

  private MemoryBench(SpotTrace trace, Report report) {
    this.trace = trace;
    this.report = report;
  }

  /** How to choose. */
  private enum Way {
    PRICE,
    MEMORY,
    HEDGED
  }

  static void run(Report report, boolean full) throws IOException {
    Optional<SpotTrace> found = SpotTrace.find(SpotTrace.NINE_ZONES);
    report.say(found.isPresent() ? "public trace" : "no trace files: a generated one");
    SpotTrace trace = found.orElseGet(() -> SpotTrace.generated(SEED, 9, 20_000));
    MemoryBench bench = new MemoryBench(trace, report);
    int repeats = full ? 40 : 12;
    Sum price = bench.total(Way.PRICE, repeats, Duration.ofHours(1));
    Sum memory = bench.total(Way.MEMORY, repeats, Duration.ofHours(1));
    Sum hedged = bench.total(Way.HEDGED, repeats, Duration.ofHours(1));
    bench.tell(price, memory, hedged);
    bench.otherRates(repeats);
  }

  private void tell(Sum price, Sum memory, Sum hedged) {
    report.atLeast(
        "O2.first",
        "first tries that start, second one beside a doubtful one",
        hedged.first(),
        "%",
        95);
    report.atMost(
        "O2.premium", "paid over price order, ended starts included", hedged.premium(), "%", 5);
    report.tell("O2.hedged", "of the requests, started twice", hedged.twice(), "%");
    report.tell("O2.one", "first tries that start, one at a time", memory.first(), "%");
    report.tell("O2.one.premium", "paid over price order", memory.premium(), "%");
    report.tell("O2.price", "first tries that start in the order of price", price.first(), "%");
    report.tell("O2.price.tries", "tries for each start, in the order of price", price.tries(), "");
    report.tell("O2.one.tries", "tries for each start, one at a time", memory.tries(), "");
    report.tell(
        "O2.hedged.tries", "tries for each start, hedged ones included", hedged.tries(), "");
    report.tell("O2.any", "requests for which any zone had one", price.any(), "%");
  }

  private void otherRates(int repeats) {
    Sum often = total(Way.HEDGED, repeats, trace.step());
    Sum seldom = total(Way.HEDGED, repeats, Duration.ofHours(4));
    report.tell("O2.3min", "first tries that start, a request each step", often.first(), "%");
    report.tell("O2.4h", "first tries that start, a request in four hours", seldom.first(), "%");
  }

  private Sum total(Way way, int repeats, Duration every) {
    Sum sum = new Sum();
    Random random = new Random(SEED);
    for (int i = 0; i < repeats; i++) {
      new Run(way, random, sum).requests(every);
    }
    return sum;
  }

  private static final class Sum {
    double requests;
    double starts;
    double firsts;
    double doubles;
    double paid;
    double cheapest;

    /** Of requests that got a machine. */
    double attempts;

    double tries() {
      return attempts / starts;
    }

    double first() {
      return 100 * firsts / requests;
    }

    double any() {
      return 100 * starts / requests;
    }

    double twice() {
      return 100 * doubles / requests;
    }

    double premium() {
      return 100 * (paid / cheapest - 1);
    }
  }

  /** One draw of prices over the whole trace. */
  private final class Run {
    private final Way way;
    private final Sum sum;
    private final double[] prices;
    private final double begin;
    private PoolMemory memory = PoolMemory.EMPTY;

    Run(Way way, Random random, Sum sum) {
      this.way = way;
      this.sum = sum;
      prices = new double[trace.pools().size()];
      Arrays.setAll(prices, zone -> 1 + DEAREST * random.nextDouble());
      begin = random.nextDouble();
    }

    void requests(Duration every) {
      double stride = (double) every.toMillis() / trace.step().toMillis();
      for (double at = begin * stride; at < trace.steps(); at += stride) {
        int step = (int) at;
        Instant now = BEGIN.plus(trace.step().multipliedBy(step));
        sum.requests++;
        request(step, now);
      }
    }

    private void request(int step, Instant now) {
      List<Integer> order = new ArrayList<>();
      boolean isDoubtful = false;
      if (way == Way.PRICE) {
        for (int zone = 0; zone < prices.length; zone++) {
          order.add(zone);
        }
        order.sort(Comparator.comparingDouble(zone -> prices[zone]));
      } else {
        List<StartOrder.Try<Integer>> tries = tries(now);
        tries.forEach(next -> order.add(next.candidate()));
        isDoubtful = way == Way.HEDGED && StartOrder.isHedgeAdvised(tries);
      }
      start(order, isDoubtful ? 2 : 1, step, now);
    }

    private List<StartOrder.Try<Integer>> tries(Instant now) {
      List<Integer> zones = new ArrayList<>();
      for (int zone = 0; zone < prices.length; zone++) {
        zones.add(zone);
      }
      return StartOrder.of(
          memory,
          zones,
          zone -> new StartOrder.Candidate(trace.pools().get(zone), PRIOR),
          zone -> Math.round(prices[zone] * 1e9),
          now);
    }

    private void start(List<Integer> order, int together, int step, Instant now) {
      sum.doubles += together > 1 ? 1 : 0;
      List<Integer> started = new ArrayList<>();
      int tries = 0;
      for (int i = 0; i < order.size() && (started.isEmpty() || i < together); i++) {
        int zone = order.get(i);
        tries++;
        boolean isUp = trace.up()[zone][step];
        learn(trace.pools().get(zone), isUp, now);
        if (isUp) {
          started.add(zone);
          sum.firsts += started.size() == 1 && i < together ? 1 : 0;
        }
      }
      if (!started.isEmpty()) {
        sum.starts++;
        sum.attempts += tries;
        pay(started, step);
      }
    }

    private void learn(Pool pool, boolean isUp, Instant now) {
      if (way != Way.PRICE) {
        memory = memory.with(pool, isUp ? Evidence.STARTED : Evidence.SOLD_OUT, now);
      }
    }

    /** The cheapest of those that started stays. */
    private void pay(List<Integer> started, int step) {
      double least = started.stream().mapToDouble(zone -> prices[zone]).min().orElseThrow();
      double all = started.stream().mapToDouble(zone -> prices[zone]).sum();
      sum.paid += least + (all - least) * LEAST_BILLED;
      double cheapest = Double.POSITIVE_INFINITY;
      for (int zone = 0; zone < prices.length; zone++) {
        cheapest = trace.up()[zone][step] ? Math.min(cheapest, prices[zone]) : cheapest;
      }
      sum.cheapest += cheapest;
    }
  }
}
