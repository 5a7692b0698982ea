package io.tradewind.api;

import io.tradewind.pricing.GridIntensity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a carbon feed told at one time.
 *
 * @param zones {@link GridZone#WORLD} among them is the last resort
 * @param regions what a provider publishes for its own region, which goes before the zone's figure
 * @param forecasts of zones that have one
 * @param refused what could not be believed or was not given, a sentence each; the rest stands
 */
public record CarbonReading(
    List<OfZone> zones,
    List<OfRegion> regions,
    List<GridForecast> forecasts,
    List<String> refused) {

  /** A zone's figure; a zone may have one in each basis. */
  public record OfZone(GridZone zone, GridIntensity intensity) {}

  /** A region's figure; a region may have one in each basis. */
  public record OfRegion(Region region, GridIntensity intensity) {}

  public CarbonReading {
    zones = List.copyOf(zones);
    regions = List.copyOf(regions);
    forecasts = List.copyOf(forecasts);
    refused = List.copyOf(refused);
    Set<List<Object>> told = new HashSet<>();
    zones.forEach(it -> requireOnce(told, "figure", it.zone(), it.intensity().basis()));
    regions.forEach(it -> requireOnce(told, "figure", it.region(), it.intensity().basis()));
    forecasts.forEach(it -> requireOnce(told, "forecast", it.zone(), it.basis()));
  }

  private static void requireOnce(Set<List<Object>> told, String what, Object where, Object basis) {
    if (!told.add(List.of(what, where, basis))) {
      throw new IllegalArgumentException(
          "%s has two %ss of the basis %s. Keep the newer one.".formatted(where, what, basis));
    }
  }
}
