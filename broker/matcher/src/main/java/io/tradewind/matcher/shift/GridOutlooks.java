package io.tradewind.matcher.shift;

import io.tradewind.api.GridForecast;
import io.tradewind.api.GridZone;
import io.tradewind.pricing.CarbonBasis;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The grids of which more is known than this moment. Immutable. */
public record GridOutlooks(Map<GridZone, GridOutlook> byZone) {
  public static final GridOutlooks NONE = new GridOutlooks(Map.of());

  public GridOutlooks {
    byZone = Map.copyOf(byZone);
  }

  public static GridOutlooks of(Collection<GridForecast> known, Instant now) {
    Map<GridZone, GridOutlook> byZone = new HashMap<>();
    for (GridForecast one : known) {
      GridOutlook.of(one, now).ifPresent(outlook -> byZone.put(one.zone(), outlook));
    }
    return new GridOutlooks(byZone);
  }

  /** Only in the basis of the decision: another would compare what cannot be compared. */
  public Optional<GridOutlook> at(GridZone zone, CarbonBasis basis) {
    return Optional.ofNullable(byZone.get(zone)).filter(outlook -> outlook.basis() == basis);
  }
}
