package io.tradewind.server.carbon;

import io.tradewind.api.GridForecast.Kind;
import io.tradewind.api.GridForecast.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A grid's carbon intensity by whole hours, whatever steps its sources tell. */
final class CarbonHours {
  private CarbonHours() {}

  /**
   * The mean of each whole hour that any step touches, by the time that each covers of it, from
   * {@code from} until {@code to}. An hour is as sure as the least sure of its steps.
   *
   * @param steps in the order of time, without overlap
   */
  static List<Step> of(List<Step> steps, Instant from, Instant to) {
    List<Step> hours = new ArrayList<>();
    int first = 0;
    for (Instant hour = from.truncatedTo(ChronoUnit.HOURS);
        hour.isBefore(to);
        hour = hour.plus(1, ChronoUnit.HOURS)) {
      Instant end = hour.plus(1, ChronoUnit.HOURS);
      while (first < steps.size() && !steps.get(first).to().isAfter(hour)) {
        first++;
      }
      mean(steps.subList(first, steps.size()), hour, end).ifPresent(hours::add);
    }
    return hours;
  }

  private static Optional<Step> mean(List<Step> steps, Instant hour, Instant end) {
    double weighed = 0;
    long covered = 0;
    Kind kind = Kind.MEASURED;
    for (Step step : steps) {
      if (!step.from().isBefore(end)) {
        break;
      }
      long millis = Duration.between(later(step.from(), hour), earlier(step.to(), end)).toMillis();
      weighed += step.gramsPerKilowattHour() * millis;
      covered += millis;
      kind = step.kind().compareTo(kind) > 0 ? step.kind() : kind;
    }
    return covered == 0
        ? Optional.empty()
        : Optional.of(new Step(hour, end, weighed / covered, kind));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
