package io.tradewind.matcher;

import java.time.Duration;

/** For how long costs and carbon are reckoned. */
public record RunTime(Duration duration, Basis basis) {

  /** Where the duration comes from. */
  public enum Basis {
    /** The workload's own {@code max_duration}. */
    MAX_DURATION,
    /** Nobody said, so one hour. */
    ASSUMED_HOUR
  }

  public double hours() {
    return duration.toSeconds() / 3600.0;
  }
}
