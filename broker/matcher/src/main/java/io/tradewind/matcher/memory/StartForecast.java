package io.tradewind.matcher.memory;

import io.tradewind.api.StartTime;
import java.time.Duration;
import java.util.List;

/**
 * What is to be expected of a launch.
 *
 * @param chance that it gets capacity
 * @param lately what was seen there; no tries where nobody tried
 * @param typical how long a machine takes there
 * @param expected until a machine runs: that long, and what a sold-out try costs before the next
 */
public record StartForecast(double chance, Lately lately, StartTime typical, Duration expected) {
  /** An assumption: so long until a seller says that there is none. */
  public static final Duration A_TRY = Duration.ofSeconds(30);

  public static StartForecast of(double chance, Lately lately, StartTime typical) {
    List<StartOrder.Try<StartTime>> one = List.of(new StartOrder.Try<>(typical, 0, chance));
    return new StartForecast(
        chance, lately, typical, StartOrder.expectedStart(one, A_TRY, typical.typical()));
  }
}
