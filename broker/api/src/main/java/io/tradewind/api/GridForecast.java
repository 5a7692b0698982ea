package io.tradewind.api;

import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a grid's carbon intensity goes on, and often how it went: steps in the order of time, which
 * may leave gaps.
 *
 * @param issuedAt when its source last changed it
 */
public record GridForecast(
    GridZone zone, CarbonBasis basis, String source, Instant issuedAt, List<Step> steps) {

  /** How a step's figure came about. */
  public enum Kind {
    MEASURED,
    /** Of a time that has passed, but modelled. */
    ESTIMATED,
    FORECAST
  }

  /** From an instant, included, to another, excluded. */
  public record Step(Instant from, Instant to, double gramsPerKilowattHour, Kind kind) {
    public Step {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException(
            "A step from %s to %s has no length.".formatted(from, to));
      }
    }
  }

  public GridForecast {
    steps = List.copyOf(steps);
    Instant last = Instant.MIN;
    for (Step step : steps) {
      // Says what is wrong with a value that no grid has.
      GridIntensity unused =
          new GridIntensity(step.gramsPerKilowattHour(), basis, source, step.to(), true);
      if (step.from().isBefore(last)) {
        throw new IllegalArgumentException(
            "The forecast of %s has a step from %s that begins before the last one ends at %s."
                .formatted(zone, step.from(), last));
      }
      last = step.to();
    }
  }

  /** The step that holds this instant. */
  public Optional<Step> at(Instant instant) {
    int low = 0;
    int high = steps.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Step step = steps.get(middle);
      if (instant.isBefore(step.from())) {
        high = middle - 1;
      } else if (instant.isBefore(step.to())) {
        return Optional.of(step);
      } else {
        low = middle + 1;
      }
    }
    return Optional.empty();
  }
}
