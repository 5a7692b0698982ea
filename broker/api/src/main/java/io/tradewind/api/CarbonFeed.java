package io.tradewind.api;

import io.tradewind.pricing.GridIntensity;
import java.io.IOException;
import java.util.Map;

/**
 * Tells how carbon-intensive electricity is. Found by {@link java.util.ServiceLoader}. Every value
 * carries its basis and source.
 */
public interface CarbonFeed {
  String name();

  /** By grid zone; {@link GridZone#WORLD} is there as the last resort. */
  Map<GridZone, GridIntensity> byZone() throws IOException;

  /** What a provider publishes for its own region, which goes before the zone's value. */
  Map<Region, GridIntensity> byRegion() throws IOException;
}
