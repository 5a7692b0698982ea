package io.tradewind.matcher.shift;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Grams per kilowatt-hour, hour after hour. Immutable.
 *
 * @param start of the first hour, on the hour
 * @param values NaN where nobody knows
 */
public record HourlySeries(Instant start, double[] values) {
  private static final long SECONDS = 3600;

  public HourlySeries {
    if (!start.equals(start.truncatedTo(ChronoUnit.HOURS))) {
      throw new IllegalArgumentException(
          "The series begins at %s. Begin it on the hour.".formatted(start));
    }
    values = values.clone();
  }

  @Override
  public double[] values() {
    return values.clone();
  }

  public Instant end() {
    return start.plus(values.length, ChronoUnit.HOURS);
  }

  /** The mean over a time; empty when a part of it is not known. */
  public OptionalDouble mean(Instant from, Duration length) {
    double first = hoursTo(from);
    double last = hoursTo(from.plus(length));
    if (first < 0 || last > values.length || last <= first) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (int hour = (int) first; hour < last; hour++) {
      sum += values[hour] * (Math.min(hour + 1, last) - Math.max(hour, first));
    }
    double mean = sum / (last - first);
    return Double.isNaN(mean) ? OptionalDouble.empty() : OptionalDouble.of(mean);
  }

  private double hoursTo(Instant instant) {
    return (double) Duration.between(start, instant).getSeconds() / SECONDS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HourlySeries series
        && start.equals(series.start)
        && Arrays.equals(values, series.values);
  }

  @Override
  public int hashCode() {
    return 31 * start.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "%d hours from %s".formatted(values.length, start);
  }
}
