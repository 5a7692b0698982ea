package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.matcher.workload.Work;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** For how long costs and carbon are reckoned. */
public record RunTime(Duration duration, Basis basis) {

  /** Where the duration comes from. */
  public enum Basis {
    /** The workload's own {@code max_duration}. */
    MAX_DURATION,
    /** Nobody said, so one hour. */
    ASSUMED_HOUR,
    /** What the workload's amount of work takes on this accelerator. */
    WORK
  }

  private static final double SECONDS_PER_HOUR = 3600;

  /** Whatever takes longer takes too long. */
  private static final Duration TEN_YEARS = Duration.ofDays(3_660);

  /**
   * In whole seconds, rounded up, at most ten years; empty when nobody knows how fast the
   * accelerator is.
   */
  static Optional<RunTime> of(Work work, AcceleratorModel model, double devices) {
    OptionalDouble hours = work.hours(model, devices);
    if (hours.isEmpty()) {
      return Optional.empty();
    }
    double seconds =
        Math.min(TEN_YEARS.toSeconds(), Math.ceil(hours.getAsDouble() * SECONDS_PER_HOUR));
    return Optional.of(new RunTime(Duration.ofSeconds(Math.max(1, (long) seconds)), Basis.WORK));
  }

  boolean isEndless() {
    return duration.compareTo(TEN_YEARS) >= 0;
  }

  public double hours() {
    return duration.toSeconds() / 3600.0;
  }
}
