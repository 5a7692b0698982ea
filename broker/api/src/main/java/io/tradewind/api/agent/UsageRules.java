package io.tradewind.api.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What metered time must be like: whole microseconds (a database keeps no finer), each interval at
 * most a minute, each beginning exactly where the last one ended, none in the future.
 */
public final class UsageRules {
  public static final Duration LONGEST = Duration.ofSeconds(60);

  /** How far an agent's clock may be ahead of the broker's. */
  public static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  /** How many intervals one report may hold. */
  public static final int MOST_INTERVALS = 500;

  private UsageRules() {}

  /**
   * Picks what is new in a report. An interval that lies wholly in the time already metered is a
   * repetition, and is skipped, so it can never change what was charged.
   *
   * @param meteredUntil the end of the last interval that was kept; empty before the first
   * @param notBefore the earliest moment at which the lease's workload may have started, skew
   *     included
   * @return the intervals to keep, in order; all of them or, by exception, none
   * @throws RefusedException with {@code usage_refused}
   */
  public static List<LeaseReport.Interval> fresh(
      Optional<Instant> meteredUntil,
      Instant notBefore,
      List<LeaseReport.Interval> intervals,
      Instant brokerNow)
      throws RefusedException {
    if (intervals.size() > MOST_INTERVALS) {
      throw refused(
          "%d intervals came at once; %d are the most.", intervals.size(), MOST_INTERVALS);
    }
    List<LeaseReport.Interval> fresh = new ArrayList<>();
    Optional<Instant> end = meteredUntil;
    for (LeaseReport.Interval interval : intervals) {
      checkAlone(interval, notBefore, brokerNow);
      if (end.isPresent() && !interval.to().isAfter(end.get())) {
        continue;
      }
      checkAdjacent(end, interval);
      fresh.add(interval);
      end = Optional.of(interval.to());
    }
    return List.copyOf(fresh);
  }

  private static void checkAlone(
      LeaseReport.Interval interval, Instant notBefore, Instant brokerNow) throws RefusedException {
    Duration length = Duration.between(interval.from(), interval.to());
    if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
      throw refused("%s lasts %s; expected more than 0 and at most %s.", interval, length, LONGEST);
    }
    if (!isWholeMicroseconds(interval.from()) || !isWholeMicroseconds(interval.to())) {
      throw refused("%s is finer than microseconds; truncate both ends.", interval);
    }
    if (interval.from().isBefore(notBefore)) {
      throw refused("%s begins before %s, when the lease began.", interval, notBefore);
    }
    if (interval.to().isAfter(brokerNow.plus(CLOCK_SKEW))) {
      throw refused("%s ends in the future; the broker's time is %s.", interval, brokerNow);
    }
    if (!Double.isFinite(interval.processorSeconds()) || interval.processorSeconds() < 0) {
      throw refused("%s has no sensible processor time.", interval);
    }
  }

  private static void checkAdjacent(Optional<Instant> end, LeaseReport.Interval interval)
      throws RefusedException {
    if (end.isPresent() && !end.get().equals(interval.from())) {
      String fault = interval.from().isBefore(end.get()) ? "overlaps" : "leaves a gap after";
      throw refused("%s %s the time metered until %s.", interval, fault, end.get());
    }
  }

  private static boolean isWholeMicroseconds(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS).equals(at);
  }

  private static RefusedException refused(String detail, Object... values) {
    return new RefusedException(AgentRefusal.USAGE_REFUSED, detail.formatted(values));
  }
}
