package io.tradewind.server.market;

import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.matcher.Conditions;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.server.page.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where sellers are, and what electricity emits there. */
@Path("/api/v1/regions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class RegionsResource {
  private final LiveMarket market;

  RegionsResource(LiveMarket market) {
    this.market = market;
  }

  /**
   * A region in replies. Place and grid are absent where nobody knows them.
   *
   * @param carbonYear that the grid figure describes
   */
  @Schema(name = "Region", description = "A seller's region: place, grid and number of offers.")
  public record RegionView(
      @Schema(required = true) String provider,
      @Schema(required = true) String name,
      @Schema(required = true, nullable = true) @Nullable String country,
      @Schema(required = true, nullable = true) @Nullable String city,
      @Schema(required = true, nullable = true) @Nullable Double latitude,
      @Schema(required = true, nullable = true) @Nullable Double longitude,
      @Schema(required = true, nullable = true) @Nullable String gridZone,
      @Schema(required = true, nullable = true) @Nullable Double gramsPerKilowattHour,
      @Schema(required = true, nullable = true) @Nullable String carbonSource,
      @Schema(
              required = true,
              nullable = true,
              description = "The year that the grid figure describes.")
          @Nullable Integer carbonYear,
      @Schema(required = true) long offers) {
    static RegionView of(Region region, Conditions conditions, long offers) {
      Optional<Place> place = conditions.regions().find(region);
      Optional<GridIntensity> grid = conditions.intensityAt(region);
      return new RegionView(
          region.provider().value(),
          region.name(),
          place.map(Place::country).orElse(null),
          place.map(Place::city).orElse(null),
          place.map(it -> it.point().latitude()).orElse(null),
          place.map(it -> it.point().longitude()).orElse(null),
          place.map(it -> it.gridZone().code()).orElse(null),
          grid.map(GridIntensity::gramsPerKilowattHour).orElse(null),
          grid.map(GridIntensity::source).orElse(null),
          grid.map(RegionView::year).orElse(null),
          offers);
    }

    /** A figure is as of the end of its year. */
    private static Integer year(GridIntensity grid) {
      return grid.asOf().minusNanos(1).atOffset(ZoneOffset.UTC).getYear();
    }
  }

  @GET
  @Operation(
      operationId = "listRegions",
      summary = "All known regions",
      description =
          "Those of the bundled table, of enrolled sites, and those that only offers name.")
  public Page<RegionView> list() {
    Conditions conditions = market.conditions();
    Map<Region, Long> offers = Tallies.of(market.board()).byRegion();
    Set<Region> regions = new TreeSet<>(conditions.regions().places().keySet());
    regions.addAll(offers.keySet());
    return Page.whole(
        regions.stream()
            .map(region -> RegionView.of(region, conditions, offers.getOrDefault(region, 0L)))
            .toList());
  }
}
