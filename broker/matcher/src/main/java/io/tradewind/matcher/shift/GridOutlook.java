package io.tradewind.matcher.shift;

import io.tradewind.api.GridForecast;
import io.tradewind.pricing.CarbonBasis;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * How clean a grid will be, hour by hour from the current one: its source's own forecast as far as
 * that goes, and after it what its past tells.
 *
 * @param source of the hours that come, for people
 */
public record GridOutlook(HourlySeries hours, CarbonBasis basis, String source) {
  private static final int PAST_HOURS = 28 * 24;
  private static final int HOURS = 72;
  private static final int LEAST_PAST = 24;

  /** Empty when neither a forecast nor a day of the past is known. */
  public static Optional<GridOutlook> of(GridForecast known, Instant now) {
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    double[] told = hourly(known, hour.minus(PAST_HOURS, ChronoUnit.HOURS), PAST_HOURS + HOURS);
    double[] ahead = Arrays.copyOfRange(told, PAST_HOURS, told.length);
    double[] past = Arrays.copyOfRange(told, firstOf(told), PAST_HOURS);
    int length = unbroken(ahead);
    boolean own = past.length >= LEAST_PAST;
    if (own) {
      double[] reckoned = DiurnalForecast.of(past, HOURS);
      System.arraycopy(reckoned, length, ahead, length, HOURS - length);
    }
    double[] hours = own ? ahead : Arrays.copyOf(ahead, length);
    return hours.length == 0
        ? Optional.empty()
        : Optional.of(
            new GridOutlook(
                new HourlySeries(hour, hours), known.basis(), source(known, length, own)));
  }

  private static String source(GridForecast known, int length, boolean own) {
    String theirs = "the forecast of %s, issued %s".formatted(known.source(), known.issuedAt());
    String ours = "the same hours of the last days, from " + known.source();
    return length == 0 ? ours : own && length < HOURS ? theirs + "; then " + ours : theirs;
  }

  /** By the middle of each hour; NaN where there is no step. */
  private static double[] hourly(GridForecast known, Instant from, int hours) {
    double[] values = new double[hours];
    for (int hour = 0; hour < hours; hour++) {
      Instant middle = from.plus(hour, ChronoUnit.HOURS).plus(Duration.ofMinutes(30));
      values[hour] =
          known.at(middle).map(GridForecast.Step::gramsPerKilowattHour).orElse(Double.NaN);
    }
    return values;
  }

  /** The past in which nothing is missing begins here. */
  private static int firstOf(double[] told) {
    int first = PAST_HOURS;
    while (first > 0 && !Double.isNaN(told[first - 1])) {
      first--;
    }
    return first;
  }

  private static int unbroken(double[] ahead) {
    int length = 0;
    while (length < ahead.length && !Double.isNaN(ahead[length])) {
      length++;
    }
    return length;
  }
}
