package io.tradewind.matcher;

import io.tradewind.api.GridZone;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How carbon-intensive electricity is, in one basis for the whole decision: figures of another
 * basis are left out, never mixed in.
 */
public final class GridIntensities {
  public static final GridIntensities UNKNOWN =
      new GridIntensities(CarbonBasis.AVERAGE_LOCATION_LIFECYCLE, Map.of(), Map.of());

  private final CarbonBasis basis;
  private final Map<Region, GridIntensity> byRegion;
  private final Map<GridZone, GridIntensity> byZone;

  public GridIntensities(
      CarbonBasis basis, Map<Region, GridIntensity> byRegion, Map<GridZone, GridIntensity> byZone) {
    this.basis = basis;
    this.byRegion = Map.copyOf(byRegion);
    this.byZone = Map.copyOf(byZone);
  }

  /** In the basis of the world's figure, or else in the one that most zones have. */
  public static GridIntensities of(
      Map<Region, GridIntensity> byRegion, Map<GridZone, GridIntensity> byZone) {
    GridIntensity world = byZone.get(GridZone.WORLD);
    CarbonBasis basis = world == null ? mostCommonBasis(byZone) : world.basis();
    return new GridIntensities(basis, byRegion, byZone);
  }

  public CarbonBasis basis() {
    return basis;
  }

  /**
   * The region's own figure, else its zone's, else its country's, else the world's; the last two
   * are flagged as estimated. Empty when there is not even that.
   */
  public Optional<GridIntensity> at(Region region, Optional<Place> place) {
    Optional<GridIntensity> own = inBasis(byRegion.get(region));
    if (own.isPresent()) {
      return own;
    }
    Optional<GridIntensity> zone = place.flatMap(where -> inBasis(byZone.get(where.gridZone())));
    if (zone.isPresent()) {
      return zone;
    }
    Optional<GridIntensity> country =
        place.flatMap(where -> inBasis(byZone.get(new GridZone(where.country()))));
    return country.isPresent()
        ? country.map(figure -> standIn(figure, "the country, for its zone"))
        : inBasis(byZone.get(GridZone.WORLD))
            .map(figure -> standIn(figure, "the world, for an unknown grid"));
  }

  private Optional<GridIntensity> inBasis(@org.jspecify.annotations.Nullable GridIntensity figure) {
    return Optional.ofNullable(figure).filter(known -> known.basis() == basis);
  }

  private static GridIntensity standIn(GridIntensity figure, String what) {
    return new GridIntensity(
        figure.gramsPerKilowattHour(),
        figure.basis(),
        figure.source() + " (" + what + ")",
        figure.asOf(),
        true);
  }

  private static CarbonBasis mostCommonBasis(Map<GridZone, GridIntensity> byZone) {
    Map<CarbonBasis, Integer> counts = new EnumMap<>(CarbonBasis.class);
    counts.put(CarbonBasis.AVERAGE_LOCATION_LIFECYCLE, 0);
    byZone.values().forEach(figure -> counts.merge(figure.basis(), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(
            Map.Entry.<CarbonBasis, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .orElseThrow()
        .getKey();
  }
}
