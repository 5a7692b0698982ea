package io.tradewind.matcher.shift;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which hour to take of those that a deadline leaves. Asked again each hour with a newer forecast,
 * {@link #best} is a policy: start when it says 0, else wait.
 */
public final class StartHour {
  private StartHour() {}

  /**
   * For a run without a pause.
   *
   * @param forecast of the hours until the deadline, from this one
   * @return hours to wait; the least among equals
   */
  public static int best(double[] forecast, int run) {
    requireRoom(forecast, run);
    double sum = Arrays.stream(forecast, 0, run).sum();
    double least = sum;
    int best = 0;
    for (int start = 1; start + run <= forecast.length; start++) {
      sum += forecast[start + run - 1] - forecast[start - 1];
      if (sum < least) {
        least = sum;
        best = start;
      }
    }
    return best;
  }

  /** For a run that may pause at every hour: the hours in which it runs. */
  public static BitSet bestHours(double[] forecast, int run) {
    requireRoom(forecast, run);
    BitSet hours = new BitSet(forecast.length);
    IntStream.range(0, forecast.length)
        .boxed()
        .sorted(Comparator.comparingDouble(hour -> forecast[hour]))
        .limit(run)
        .forEach(hours::set);
    return hours;
  }

  private static void requireRoom(double[] forecast, int run) {
    if (run < 1 || run > forecast.length) {
      throw new IllegalArgumentException(
          "A run of %d hours does not fit into %d.".formatted(run, forecast.length));
    }
  }
}
