package io.tradewind.server.price;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The moments of a plot: its begin, its end, and between them every whole step of the day in UTC.
 * The step is the smallest that keeps them few, so that an hour of prices is seen by the minute and
 * two years by the week.
 *
 * @param step between two moments; the first and the last may lie closer to their neighbours
 */
record PlotMoments(Duration step, List<Instant> moments) {
  /** Whole steps that fit; with begin and end at most two more. */
  static final int MOST = 120;

  static final Duration SMALLEST = Duration.ofMinutes(1);

  private static final List<Duration> STEPS =
      List.of(
          SMALLEST,
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(2),
          Duration.ofDays(7),
          Duration.ofDays(14),
          Duration.ofDays(30));

  /**
   * @param begin not after {@code end}
   */
  static PlotMoments between(Instant begin, Instant end) {
    Duration span = Duration.between(begin, end);
    Duration step =
        STEPS.stream()
            .filter(it -> it.multipliedBy(MOST).compareTo(span) >= 0)
            .findFirst()
            .orElse(STEPS.get(STEPS.size() - 1));
    List<Instant> moments = new ArrayList<>();
    moments.add(begin);
    long seconds = step.toSeconds();
    long whole = Math.floorDiv(begin.getEpochSecond(), seconds) + 1;
    for (Instant at = Instant.ofEpochSecond(whole * seconds);
        at.isBefore(end);
        at = at.plus(step)) {
      moments.add(at);
    }
    if (end.isAfter(begin)) {
      moments.add(end);
    }
    return new PlotMoments(step, moments);
  }
}
