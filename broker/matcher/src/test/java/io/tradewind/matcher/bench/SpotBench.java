package io.tradewind.matcher.bench;

import io.tradewind.matcher.spot.Clairvoyant;
import io.tradewind.matcher.spot.SpotTrace;
import io.tradewind.matcher.spot.SpotWorld;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * A task on spot with a deadline, beside what a clairvoyant would have paid: on nine zones of a
 * public trace that the policy's figures were not tuned on. The policy sees the present and the
 * past of every zone; a lost machine costs twelve minutes, spot costs 0.3 of on-demand everywhere.
 */
final class SpotBench {
  static final long SEED = 20230215;
  private static final double SHARE = 0.3;
  private static final Duration CHANGEOVER = Duration.ofMinutes(12);
  private static final double[] RATIOS = {1 + 4 / 48.0, 1.25, 1.5, 2};

  private final SpotTrace trace;
  private final SpotWorld world;
  private final Clairvoyant clairvoyant;
  private final Report report;

  private SpotBench(SpotTrace trace, Report report) {
    this.trace = trace;
    this.report = report;
    world = new SpotWorld(trace, SHARE, CHANGEOVER);
    clairvoyant = new Clairvoyant(trace, SHARE, CHANGEOVER.toMinutes() / 60.0);
  }

  /** Sums over the starts of one slack ratio. */
  private static final class Sum {
    double cost;
    double bound;
    double checkedCost;
    double tightBound;
    double starts;
    int missed;
  }

  static void run(Report report, boolean full) throws IOException {
    Optional<SpotTrace> found = SpotTrace.find(SpotTrace.NINE_ZONES);
    report.say(found.isPresent() ? "public trace" : "no trace files: a generated one");
    SpotTrace trace = found.orElseGet(() -> SpotTrace.generated(SEED, 9, 20_000));
    SpotBench bench = new SpotBench(trace, report);
    bench.slackRatios(2_500, full ? 200 : 30);
    bench.shortTask(full ? 2_500 : 500, full ? 200 : 30);
  }

  private void slackRatios(int starts, int checked) {
    double sum = 0;
    double tight = 0;
    double worst = 0;
    int missed = 0;
    for (double ratio : RATIOS) {
      Sum one = starts(48, 48 * ratio, starts, checked);
      double over = one.cost / one.bound;
      sum += over;
      tight += one.checkedCost / one.tightBound;
      worst = Math.max(worst, over);
      missed += one.missed;
      tell("O1.%.2f".formatted(ratio), "48 h of work in %.0f h".formatted(48 * ratio), one, starts);
    }
    String over = "cost over a clairvoyant's who changes for nothing";
    report.atMost("O1.mean", over + ", mean of slack ratios", sum / RATIOS.length, "times", 1.03);
    report.atMost("O1.worst", over + ", worst slack ratio", worst, "times", 1.05);
    report.tell(
        "O1.tight",
        "the same over one's who pays for changes, %d starts a ratio".formatted(checked),
        tight / RATIOS.length,
        "times");
    report.atMost(
        "O1.missed",
        "deadlines missed of %d".formatted(RATIOS.length * starts),
        missed,
        "starts",
        0);
  }

  /** One hour of slack: hard, since a single change costs a fifth of it. */
  private void shortTask(int starts, int checked) {
    tell("O1.12in13", "12 h of work in 13 h", starts(12, 13, starts, checked), starts);
  }

  private void tell(String id, String what, Sum sum, int starts) {
    report.tell(id, what + ", over the bound without changes", sum.cost / sum.bound, "times");
    report.tell(
        id + ".tight", what + ", over the bound with", sum.checkedCost / sum.tightBound, "times");
    report.tell(id + ".starts", what + ", machines started", sum.starts / starts, "machines");
  }

  private Sum starts(double work, double deadline, int starts, int checked) {
    Random random = new Random(SEED);
    int last = trace.steps() - (int) Math.ceil(deadline / trace.stepHours()) - 2;
    Sum sum = new Sum();
    for (int i = 0; i < starts; i++) {
      int start = random.nextInt(last);
      SpotWorld.Run run = world.run(start, duration(work), duration(deadline));
      sum.cost += run.cost();
      sum.bound += clairvoyant.withoutChangeovers(start, work, deadline);
      sum.starts += run.starts();
      sum.missed += run.missed() ? 1 : 0;
      if (i < checked) {
        sum.checkedCost += run.cost();
        sum.tightBound += clairvoyant.withChangeovers(start, work, deadline);
      }
    }
    return sum;
  }

  private static Duration duration(double hours) {
    return Duration.ofSeconds(Math.round(hours * 3600));
  }
}
