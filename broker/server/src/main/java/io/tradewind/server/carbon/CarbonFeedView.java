package io.tradewind.server.carbon;

import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridForecast;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A carbon feed in replies. */
@Schema(name = "CarbonFeed", description = "A feed of grid carbon intensity and how it is.")
public record CarbonFeedView(
    @Schema(required = true) String id,
    @Schema(
            required = true,
            enumeration = {"live", "table"})
        String kind,
    @Schema(
            required = true,
            enumeration = {"ok", "failing", "waiting"})
        String state,
    @Schema(required = true, nullable = true) @Nullable Instant lastSuccess,
    @Schema(required = true, nullable = true) @Nullable Instant lastAttempt,
    @Schema(required = true, nullable = true, description = "Since the last success.")
        @Nullable Long ageSeconds,
    @Schema(required = true, nullable = true, description = "What went wrong at the last attempt.")
        @Nullable String fault,
    @Schema(
            required = true,
            nullable = true,
            description = "How long after its date a figure counts as present; null for tables.")
        @Nullable Long validitySeconds,
    @Schema(required = true, description = "How many figures of zones it tells.") int figureCount,
    @Schema(required = true, description = "Of a live feed.") List<FigureView> figures,
    @Schema(required = true) List<ForecastView> forecasts,
    @Schema(required = true, description = "What was not believed or not given, and why.")
        List<String> refused) {

  /** A zone's figure. */
  @Schema(name = "GridFigure")
  public record FigureView(
      @Schema(required = true) String gridZone,
      @Schema(required = true) double gramsPerKilowattHour,
      @Schema(required = true) String basis,
      @Schema(required = true) String source,
      @Schema(required = true) Instant asOf,
      @Schema(required = true) boolean estimated,
      @Schema(required = true, description = "Whether it still counts as present.") boolean valid) {
    static List<FigureView> of(CarbonReading reading, Optional<Duration> validity, Instant now) {
      return reading.zones().stream()
          .map(
              told -> {
                GridIntensity figure = told.intensity();
                return new FigureView(
                    told.zone().code(),
                    figure.gramsPerKilowattHour(),
                    wire(figure.basis()),
                    figure.source(),
                    figure.asOf(),
                    figure.estimated(),
                    validity.map(figure.asOf()::plus).map(now::isBefore).orElse(true));
              })
          .toList();
    }
  }

  /** A zone's forecast, in short. */
  @Schema(name = "GridForecast")
  public record ForecastView(
      @Schema(required = true) String gridZone,
      @Schema(required = true) String basis,
      @Schema(required = true) Instant issuedAt,
      @Schema(required = true) int steps,
      @Schema(required = true, nullable = true, description = "Where its last step ends.")
          @Nullable Instant until) {
    static List<ForecastView> of(CarbonReading reading) {
      return reading.forecasts().stream().map(ForecastView::of).toList();
    }

    private static ForecastView of(GridForecast forecast) {
      int size = forecast.steps().size();
      return new ForecastView(
          forecast.zone().code(),
          wire(forecast.basis()),
          forecast.issuedAt(),
          size,
          size == 0 ? null : forecast.steps().get(size - 1).to());
    }
  }

  /** A bundled table: read once, never asked again. */
  static CarbonFeedView table(String name, Optional<CarbonReading> reading) {
    return new CarbonFeedView(
        name,
        "table",
        reading.isPresent() ? "ok" : "failing",
        null,
        null,
        null,
        reading.isPresent() ? null : "The table cannot be read; the log of the start says why.",
        null,
        reading.map(CarbonReading::zones).map(List::size).orElse(0),
        List.of(),
        List.of(),
        List.of());
  }

  static String wire(CarbonBasis basis) {
    return basis.name().toLowerCase(Locale.ROOT);
  }
}
