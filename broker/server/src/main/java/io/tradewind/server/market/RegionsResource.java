package io.tradewind.server.market;

import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.nearness.Estimate;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.server.page.Page;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
  @Schema(name = "Region", description = "A seller's region: place, grid, offers and round trip.")
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
      @Schema(
              required = true,
              description =
                  "Certificates that somebody else than the operator has verified, and that have"
                      + " not expired.")
          List<String> certifications,
      @Schema(required = true, description = "Those that the filter takes.") long offers,
      @Schema(required = true, description = "Of these, those that are said to have room.")
          long startable,
      @Schema(
              required = true,
              nullable = true,
              description =
                  "The lowest price of an hour of one accelerator, of these offers, in dollars.")
          @Nullable MoneyView fromPricePerHour,
      @Schema(
              required = true,
              nullable = true,
              description = "From the users and back; null when no users are named.")
          @Nullable Double roundTripMs,
      @Schema(
              required = true,
              nullable = true,
              description = "Whether the round trip was measured, not reckoned.")
          @Nullable Boolean roundTripMeasured) {
    static RegionView of(
        Region region, Conditions conditions, RegionTally tally, Optional<UserPlace> from) {
      Optional<Place> place = conditions.regions().find(region);
      Optional<Estimate> roundTrip =
          from.flatMap(users -> place.map(it -> users.to(region, it, conditions)));
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
          List.copyOf(conditions.certifications().of(region)),
          tally.offers(),
          tally.startable(),
          tally.fromPrice().map(MoneyView::of).orElse(null),
          roundTrip.map(Estimate::milliseconds).orElse(null),
          roundTrip.map(Estimate::measured).orElse(null));
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
          "Those of the bundled table, of enrolled sites, and those that only offers name. The"
              + " figures of offers are of those that the filter takes.")
  public Page<RegionView> list(
      @BeanParam OfferParameters wanted,
      @QueryParam("users")
          @Parameter(
              description =
                  "Where the users are, for round trips: a country (ISO 3166-1 alpha-2) or a large"
                      + " city, with its country where there are several.",
              example = "Frankfurt")
          @Nullable String users) {
    Conditions conditions = market.conditions();
    Optional<UserPlace> from = UserPlace.parse(users, conditions);
    Map<Region, RegionTally> tallies = RegionTally.of(market.board(), wanted.filter(), conditions);
    Set<Region> regions = new TreeSet<>(conditions.regions().places().keySet());
    regions.addAll(tallies.keySet());
    return Page.whole(
        regions.stream()
            .map(
                region ->
                    RegionView.of(
                        region,
                        conditions,
                        tallies.getOrDefault(region, RegionTally.NOTHING),
                        from))
            .toList());
  }
}
