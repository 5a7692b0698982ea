package io.tradewind.adapters.carbon;

import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.CarbonReading.OfRegion;
import io.tradewind.api.CarbonReading.OfZone;
import io.tradewind.api.GridZone;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Yearly means from the bundled tables. The two tables have different bases, as each figure says:
 * what providers publish of their regions counts combustion only, the zones count the whole life
 * cycle.
 */
public final class StaticCarbonFeed implements CarbonFeed {
  @Override
  public String name() {
    return "static";
  }

  @Override
  public CarbonReading read() throws ProviderException {
    List<OfZone> zones = new ArrayList<>();
    List<OfRegion> regions = new ArrayList<>();
    try {
      byZone().forEach((zone, figure) -> zones.add(new OfZone(zone, figure)));
      byRegion().forEach((region, figure) -> regions.add(new OfRegion(region, figure)));
    } catch (IOException e) {
      throw new ProviderException(
          ProviderId.of(name()), Fault.UNEXPECTED, String.valueOf(e.getMessage()), e);
    }
    return new CarbonReading(zones, regions, List.of(), List.of());
  }

  Map<GridZone, GridIntensity> byZone() throws IOException {
    Map<GridZone, GridIntensity> zones = new HashMap<>();
    for (Table.Row row : Table.bundled("grid-intensity.csv")) {
      GridZone zone = new GridZone(row.text("grid_zone"));
      // The world's mean is no grid's own; wherever it is used, it stands in for another figure.
      boolean estimated = zone.equals(GridZone.WORLD) || row.text("note").contains("computed");
      row.once(zones.put(zone, intensity(row, estimated)));
    }
    return Map.copyOf(zones);
  }

  Map<Region, GridIntensity> byRegion() throws IOException {
    Map<Region, GridIntensity> regions = new HashMap<>();
    for (Table.Row row : Table.bundled("provider-regions.csv")) {
      Region region = Region.of(row.text("provider"), row.text("region"));
      row.once(regions.put(region, intensity(row, false)));
    }
    return Map.copyOf(regions);
  }

  private static GridIntensity intensity(Table.Row row, boolean estimated) throws IOException {
    return GridIntensity.ofYear(
        row.number("grams_per_kwh"),
        CarbonBasis.valueOf(row.text("basis").toUpperCase(Locale.ROOT)),
        row.text("source"),
        (int) row.number("year"),
        estimated);
  }
}
