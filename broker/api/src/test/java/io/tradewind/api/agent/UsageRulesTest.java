package io.tradewind.api.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.agent.LeaseReport.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UsageRulesTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final Instant NOW = START.plusSeconds(1000);

  @Test
  void theFirstReportIsAllNew() throws RefusedException {
    List<Interval> report = List.of(interval(0, 5), interval(5, 10));

    assertThat(fresh(Optional.empty(), report)).isEqualTo(report);
  }

  @Test
  void aRepeatedReportBringsNothing() throws RefusedException {
    List<Interval> report = List.of(interval(0, 5), interval(5, 10));

    assertThat(fresh(Optional.of(START.plusSeconds(10)), report)).isEmpty();
  }

  @Test
  void onlyTheNewTailOfAReportIsKept() throws RefusedException {
    List<Interval> report = List.of(interval(0, 5), interval(5, 10), interval(10, 15));

    assertThat(fresh(Optional.of(START.plusSeconds(10)), report)).containsExactly(interval(10, 15));
  }

  @Test
  void aGapIsRefused() {
    assertRefused(Optional.of(START.plusSeconds(10)), interval(11, 15), "leaves a gap");
  }

  @Test
  void anOverlapIsRefused() {
    assertRefused(Optional.of(START.plusSeconds(10)), interval(9, 15), "overlaps");
  }

  @Test
  void anIntervalIsAtMostAMinute() throws RefusedException {
    assertThat(fresh(Optional.empty(), List.of(interval(0, 60)))).hasSize(1);
    assertRefused(Optional.empty(), interval(0, 60.000001), "at most PT1M");
  }

  @Test
  void anEmptyOrBackwardIntervalIsRefused() {
    assertRefused(Optional.empty(), interval(5, 5), "more than 0");
    assertRefused(Optional.empty(), interval(5, 4), "more than 0");
  }

  @Test
  void theFutureIsRefusedBeyondAMinuteOfSkew() throws RefusedException {
    assertThat(fresh(Optional.empty(), List.of(interval(1050, 1060)))).hasSize(1);
    assertRefused(Optional.empty(), interval(1050, 1060.000001), "future");
  }

  @Test
  void theTimeBeforeTheLeaseIsRefused() {
    assertRefused(Optional.empty(), interval(-1, 5), "begins before");
  }

  @Test
  void nanosecondsAreRefusedSinceADatabaseWouldRoundThem() {
    Interval fine = new Interval(START, START.plusNanos(1500), 0);

    assertRefused(Optional.empty(), fine, "finer than microseconds");
  }

  @Test
  void processorTimeIsANumberThatIsNotNegative() {
    assertRefused(
        Optional.empty(), new Interval(START, START.plusSeconds(1), -0.1), "processor time");
    assertRefused(
        Optional.empty(), new Interval(START, START.plusSeconds(1), Double.NaN), "processor time");
  }

  @Test
  void tooManyIntervalsAreRefused() {
    List<Interval> many = Collections.nCopies(501, interval(0, 1));

    assertThatThrownBy(() -> fresh(Optional.empty(), many)).hasMessageContaining("501");
  }

  /** However reports are cut and repeated, the kept time is the metered time, once. */
  @Property(tries = 200)
  void lostAndRepeatedReportsNeverLoseOrDoubleTime(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int count) throws RefusedException {
    Random random = new Random(seed);
    List<Interval> metered = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      metered.add(interval(i * 10L, i * 10L + 10));
    }
    List<Interval> kept = new ArrayList<>();
    int acknowledged = 0;
    while (acknowledged < count) {
      int until = acknowledged + 1 + random.nextInt(count - acknowledged);
      Optional<Instant> end =
          kept.isEmpty() ? Optional.empty() : Optional.of(kept.get(kept.size() - 1).to());
      kept.addAll(fresh(end, metered.subList(acknowledged, until)));
      boolean replyLost = random.nextBoolean();
      acknowledged = replyLost ? acknowledged : until;
    }
    assertThat(kept).isEqualTo(metered);
  }

  private static List<Interval> fresh(Optional<Instant> meteredUntil, List<Interval> intervals)
      throws RefusedException {
    return UsageRules.fresh(meteredUntil, START, intervals, NOW);
  }

  private static void assertRefused(
      Optional<Instant> meteredUntil, Interval interval, String reason) {
    assertThatThrownBy(() -> fresh(meteredUntil, List.of(interval)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(AgentRefusal.USAGE_REFUSED))
        .hasMessageContaining(reason);
  }

  private static Interval interval(double from, double to) {
    return new Interval(at(from), at(to), 1);
  }

  private static Instant at(double seconds) {
    return START.plus(Duration.ofNanos(Math.round(seconds * 1e6) * 1000));
  }
}
