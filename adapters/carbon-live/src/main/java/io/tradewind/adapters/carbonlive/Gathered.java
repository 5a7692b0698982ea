package io.tradewind.adapters.carbonlive;

import io.tradewind.api.CarbonReading;
import io.tradewind.api.CarbonReading.OfZone;
import io.tradewind.api.GridForecast;
import io.tradewind.api.GridForecast.Step;
import io.tradewind.api.GridZone;
import io.tradewind.api.ProviderException;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One reading while it grows. What cannot be believed is refused with its reason and the rest
 * stands; when every zone failed, the reading fails as the first of them did.
 */
public final class Gathered {
  /** A figure may describe an hour that has begun, and clocks differ; tomorrow's is no figure. */
  private static final Duration MOST_AHEAD = Duration.ofMinutes(90);

  private final Instant now;
  private final List<OfZone> zones = new ArrayList<>();
  private final List<GridForecast> forecasts = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private Optional<ProviderException> first = Optional.empty();

  public Gathered(Instant now) {
    this.now = now;
  }

  /** A part of the reading that may fail by itself. */
  @FunctionalInterface
  public interface Part {
    void read() throws ProviderException;
  }

  /**
   * @param what the zone or region, for people
   */
  public void attempt(String what, Part part) {
    try {
      part.read();
    } catch (ProviderException e) {
      first = first.or(() -> Optional.of(e));
      refuse("%s: %s".formatted(what, e.getMessage()));
    }
  }

  public void refuse(String why) {
    refused.add(why);
  }

  /**
   * @param asOf the end of the time that the figure describes
   */
  public void figure(
      GridZone zone,
      double gramsPerKilowattHour,
      CarbonBasis basis,
      String source,
      Instant asOf,
      boolean estimated) {
    if (asOf.isAfter(now.plus(MOST_AHEAD))) {
      refuse("%s: a figure of %s, which has not come yet".formatted(zone, asOf));
      return;
    }
    try {
      zones.add(
          new OfZone(
              zone, new GridIntensity(gramsPerKilowattHour, basis, source, asOf, estimated)));
    } catch (IllegalArgumentException e) {
      refuse("%s: %s".formatted(zone, e.getMessage()));
    }
  }

  public void forecast(
      GridZone zone, CarbonBasis basis, String source, Instant issuedAt, Collection<Step> steps) {
    if (steps.isEmpty()) {
      return;
    }
    try {
      forecasts.add(new GridForecast(zone, basis, source, issuedAt, List.copyOf(steps)));
    } catch (IllegalArgumentException e) {
      refuse("%s: %s".formatted(zone, e.getMessage()));
    }
  }

  public CarbonReading close() throws ProviderException {
    if (zones.isEmpty() && forecasts.isEmpty() && first.isPresent()) {
      throw first.get();
    }
    return new CarbonReading(zones, List.of(), forecasts, refused);
  }
}
