package io.tradewind.matcher.bench;

import io.tradewind.matcher.shift.DiurnalForecast;
import io.tradewind.matcher.shift.StartHour;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * O4: a task of six hours that may wait within a day, on a year of 123 grids, hour by hour. Shares
 * of what perfect foresight saves; both are means over the grids of the saving relative to starting
 * at once. A decision knows the hours before it and none after; the policy decides anew each hour.
 */
final class ShiftBench {
  static final long SEED = 4;
  private static final int RUN = 6;
  private static final int WINDOW = 24;
  private static final int WARM_UP = 28 * 24;

  private final double[][] grids;
  private final int step;

  /** Which hours of the window from an hour of a grid it runs in. */
  interface Policy {
    BitSet hours(double[] grid, int from);
  }

  private ShiftBench(double[][] grids, int step) {
    this.grids = grids;
    this.step = step;
  }

  static void run(Report report, boolean full) throws IOException {
    Optional<double[][]> grids = HourlyGrids.read().map(HourlyGrids::values);
    if (grids.isEmpty()) {
      report.say("../shared/data/carbon/hourly is not beside the repository: generated grids");
    }
    double[][] values = grids.orElseGet(() -> HourlyGrids.generated(SEED));
    new ShiftBench(values, full ? 1 : 13).measure(report);
  }

  private void measure(Report report) {
    Policy oracle = (grid, from) -> from(StartHour.best(window(grid, from, WINDOW), RUN));
    Policy pausing = (grid, from) -> StartHour.bestHours(window(grid, from, WINDOW), RUN);
    double most = saving(oracle);
    report.atLeast(
        "O4",
        "share of the oracle's saving, 6 h in 24 h, decided hourly",
        100 * saving((grid, from) -> hourly(grid, from, 0)) / most,
        "%",
        90);
    report.tell("O4.once", "the same, decided once", 100 * saving(this::once) / most, "%");
    report.tell("O4.yesterday", "the same, as yesterday", 100 * saving(this::again) / most, "%");
    report.tell(
        "O4.pauses",
        "may pause at every hour: share of that oracle's",
        100 * saving(this::withPauses) / saving(pausing),
        "%");
    for (int known : new int[] {3, 6, 12}) {
      report.tell(
          "O4.known" + known,
          "decided hourly, if the next %d hours were known exactly".formatted(known),
          100 * saving((grid, from) -> hourly(grid, from, known)) / most,
          "%");
    }
    report.tell(
        "O4.bound.past",
        "decided hourly, by the linear forecast from a grid's past that fits the whole year best, "
            + "this year's hours included: no such forecast can know as much",
        100 * saving(new Hindsight(grids, WINDOW)) / most,
        "%");
    for (int percent : new int[] {10, 25, 50}) {
      report.tell(
          "O4.errors" + percent,
          "decided hourly, if every error of the forecast were %d %% smaller".formatted(percent),
          100 * saving((grid, from) -> closer(grid, from, percent / 100.0)) / most,
          "%");
    }
    report.tell("O4.oracle", "what the oracle saves", 100 * most, "%");
    report.tell("O4.oracle.pauses", "the same with pauses", 100 * saving(pausing), "%");
  }

  private double saving(Policy policy) {
    double saved = 0;
    for (double[] grid : grids) {
      double now = 0;
      double chosen = 0;
      for (int from = WARM_UP; from + WINDOW <= grid.length; from += step) {
        now += sum(grid, from, from(0));
        chosen += sum(grid, from, policy.hours(grid, from));
      }
      saved += (now - chosen) / now;
    }
    return saved / grids.length;
  }

  private BitSet hourly(double[] grid, int from, int known) {
    return started(
        from,
        (hour, hours) -> {
          double[] forecast = forecast(grid, hour, hours);
          System.arraycopy(grid, hour, forecast, 0, Math.min(known, hours));
          return forecast;
        });
  }

  /** As {@link #hourly}, with a forecast that is so much closer to what came. */
  private BitSet closer(double[] grid, int from, double share) {
    return started(
        from,
        (hour, hours) -> {
          double[] forecast = forecast(grid, hour, hours);
          for (int i = 0; i < hours; i++) {
            forecast[i] += share * (grid[hour + i] - forecast[i]);
          }
          return forecast;
        });
  }

  /** From an hour of a grid on, so many. */
  interface Forecast {
    double[] of(int hour, int hours);
  }

  /** Starts as soon as no later start looks better. */
  static BitSet started(int from, Forecast forecast) {
    for (int waited = 0; waited < WINDOW - RUN; waited++) {
      if (StartHour.best(forecast.of(from + waited, WINDOW - waited), RUN) == 0) {
        return from(waited);
      }
    }
    return from(WINDOW - RUN);
  }

  private BitSet once(double[] grid, int from) {
    return from(StartHour.best(forecast(grid, from, WINDOW), RUN));
  }

  private BitSet again(double[] grid, int from) {
    return from(StartHour.best(window(grid, from - 24, WINDOW), RUN));
  }

  /** Runs in this hour when it is among the best of those that are left. */
  private BitSet withPauses(double[] grid, int from) {
    BitSet hours = new BitSet();
    for (int hour = 0; hour < WINDOW && hours.cardinality() < RUN; hour++) {
      double[] forecast = forecast(grid, from + hour, WINDOW - hour);
      if (StartHour.bestHours(forecast, RUN - hours.cardinality()).get(0)) {
        hours.set(hour);
      }
    }
    return hours;
  }

  private static double[] forecast(double[] grid, int from, int hours) {
    return DiurnalForecast.of(window(grid, from - WARM_UP, WARM_UP), hours);
  }

  private static BitSet from(int waited) {
    BitSet hours = new BitSet();
    hours.set(waited, waited + RUN);
    return hours;
  }

  private static double[] window(double[] grid, int from, int hours) {
    return Arrays.copyOfRange(grid, from, from + hours);
  }

  private static double sum(double[] grid, int from, BitSet hours) {
    return hours.stream().mapToDouble(hour -> grid[from + hour]).sum();
  }
}
