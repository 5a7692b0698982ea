package io.tradewind.server.carbon;

import io.tradewind.api.GridForecast;
import io.tradewind.api.GridForecast.Step;
import io.tradewind.api.GridZone;
import io.tradewind.server.market.GridBook;
import io.tradewind.server.market.Parameters;
import io.tradewind.server.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How clean a grid was, is and will be, hour by hour. */
@Path("/api/v1/carbon-hours")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class CarbonHoursResource {
  private static final Duration USUAL_PAST = Duration.ofDays(2);
  private static final Duration USUAL_FUTURE = Duration.ofDays(3);
  private static final int LONGEST_ZONE = 60;
  private static final Duration LONGEST = Duration.ofDays(31);

  private final GridBook book;
  private final Clock clock;

  CarbonHoursResource(GridBook book, Clock clock) {
    this.book = book;
    this.clock = clock;
  }

  /** An hour's figure. */
  @Schema(name = "CarbonHour", description = "A whole hour's mean.")
  public record HourView(
      @Schema(required = true, description = "Where the hour begins.") Instant from,
      @Schema(required = true, description = "gCO2e per kWh, location-based.")
          double gramsPerKilowattHour,
      @Schema(
              required = true,
              enumeration = {"measured", "estimated", "forecast"})
          String kind) {
    static HourView of(Step hour) {
      return new HourView(
          hour.from(), hour.gramsPerKilowattHour(), hour.kind().name().toLowerCase(Locale.ROOT));
    }
  }

  /** The answer. */
  @Schema(name = "CarbonHours", description = "A grid's carbon intensity, hour by hour.")
  public record HoursView(
      @Schema(required = true) String gridZone,
      @Schema(
              required = true,
              description = "Of every figure here, and of every decision; never mixed.",
              examples = "average_location_lifecycle")
          String basis,
      @Schema(required = true, description = "Who tells; empty where nobody tells of hours.")
          List<String> sources,
      @Schema(
              required = true,
              nullable = true,
              description = "When the forecast was last changed; null without one.")
          @Nullable Instant issuedAt,
      @Schema(required = true, description = "In the order of time; hours may be missing.")
          List<HourView> items) {}

  @GET
  @Operation(
      operationId = "getCarbonHours",
      summary = "How clean a grid was, is and will be, hour by hour",
      description =
          "Location-based grams of CO2e per kilowatt-hour, as live feeds have told since this broker"
              + " began, and as they forecast. A zone of which no feed tells hours has none: tables"
              + " tell a year's mean.")
  public HoursView get(
      @Parameter(description = "A grid zone.", required = true, example = "DE") @QueryParam("zone")
          @Nullable String zone,
      @Parameter(
              description = "Where it begins; two days ago when absent.",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("from")
          @Nullable String from,
      @Parameter(
              description = "Where it ends; in three days when absent.",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("to")
          @Nullable String to) {
    GridZone wanted = zone(zone);
    Instant now = clock.instant();
    Instant begin = Parameters.instant("from", from).orElse(now.minus(USUAL_PAST));
    Instant end = Parameters.instant("to", to).orElse(now.plus(USUAL_FUTURE));
    requireSpan(begin, end);
    List<GridForecast> told = book.hours(wanted);
    List<Step> steps = new ArrayList<>();
    told.forEach(one -> steps.addAll(one.steps()));
    return new HoursView(
        wanted.code(),
        CarbonFeedView.wire(book.basis()),
        told.stream().map(GridForecast::source).distinct().toList(),
        told.stream()
            .filter(CarbonHoursResource::looksAhead)
            .map(GridForecast::issuedAt)
            .findFirst()
            .orElse(null),
        CarbonHours.of(steps, begin, end).stream().map(HourView::of).toList());
  }

  private static boolean looksAhead(GridForecast one) {
    return one.steps().stream().anyMatch(step -> step.kind() == GridForecast.Kind.FORECAST);
  }

  private static GridZone zone(@Nullable String code) {
    String wanted =
        Parameters.text(code)
            .orElseThrow(
                () ->
                    ProblemException.field(
                        "zone", "No grid zone is named.", "Name one, as GET regions shows it."));
    if (wanted.length() > LONGEST_ZONE) {
      throw ProblemException.field(
          "zone", "That is no grid zone.", "Name one, as GET regions shows it, such as zone=DE.");
    }
    return new GridZone(wanted);
  }

  private static void requireSpan(Instant begin, Instant end) {
    Duration span = Duration.between(begin, end);
    if (span.isNegative() || span.isZero() || span.compareTo(LONGEST) > 0) {
      throw ProblemException.field(
          "from",
          "The time from %s to %s is empty or longer than 31 days.".formatted(begin, end),
          "Let from lie before to, by at most 31 days.");
    }
  }
}
