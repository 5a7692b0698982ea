package io.tradewind.server.price;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.CapacityType;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.market.OfferParameters;
import io.tradewind.server.market.Parameters;
import io.tradewind.server.market.PriceSpread;
import io.tradewind.server.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an hour of an accelerator has cost, and costs now. */
@Path("/api/v1/prices")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class PricesResource {
  private static final Duration USUAL_SPAN = Duration.ofDays(30);
  private static final Duration LONGEST_SPAN = Duration.ofDays(366 * 5);

  private final PriceSeries series;
  private final LiveMarket market;
  private final Clock clock;

  PricesResource(PriceSeries series, LiveMarket market, Clock clock) {
    this.series = series;
    this.market = market;
    this.clock = clock;
  }

  /** The prices at one moment of the offers that were on the market then. */
  @Schema(name = "PricePoint", description = "Of an hour of one accelerator, at one moment.")
  public record PointView(
      @Schema(required = true) Instant at,
      @Schema(required = true) MoneyView min,
      @Schema(required = true) MoneyView median,
      @Schema(required = true) long offers) {}

  /** The prices of the live market. */
  @Schema(name = "PriceNow", description = "Of an hour of one accelerator; null without offers.")
  public record NowView(
      @Schema(required = true, nullable = true) @Nullable MoneyView min,
      @Schema(required = true, nullable = true) @Nullable MoneyView median) {
    static NowView of(PriceSpread spread) {
      return new NowView(MoneyView.of(spread.min()), MoneyView.of(spread.median()));
    }
  }

  /** The answer. */
  @Schema(name = "PriceHistory", description = "Prices of an hour of one accelerator over time.")
  public record HistoryView(
      @Schema(required = true) List<PointView> points,
      @Schema(required = true, description = "Between two points; chosen by the span of the data.")
          long stepSeconds,
      @Schema(
              required = true,
              nullable = true,
              description = "The first price on record for this question; null without any.")
          @Nullable Instant recordedSince,
      @Schema(required = true) NowView now) {}

  @GET
  @Operation(
      operationId = "getPrices",
      summary = "Price history of an accelerator",
      description =
          "The lowest and the median price of an hour of one device, over all offers on the market"
              + " at each of up to 122 moments, and now. In US dollars. The series begins where the"
              + " record begins, and its step grows with its length, from a minute to a month.")
  public Uni<HistoryView> get(
      @Parameter(description = "A model name or alias.", required = true, example = "H100")
          @QueryParam("accelerator")
          @Nullable String accelerator,
      @Parameter(description = "Region names, or provider/region, separated by commas.")
          @QueryParam("region")
          @Nullable String region,
      @Parameter(description = "Sellers, separated by commas.") @QueryParam("provider")
          @Nullable String provider,
      @Parameter(description = "on_demand, spot or reserved.") @QueryParam("capacityType")
          @Nullable String capacityType,
      @Parameter(
              description = "Where the series begins; 30 days before its end when absent.",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("from")
          @Nullable String from,
      @Parameter(
              description = "Where the series ends; now when absent.",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("to")
          @Nullable String to) {
    requireStorable("accelerator", accelerator);
    requireStorable("region", region);
    requireStorable("provider", provider);
    String model =
        Parameters.text(accelerator)
            .map(OfferParameters::model)
            .orElseThrow(PricesResource::noAccelerator);
    Instant end = Parameters.instant("to", to).orElse(clock.instant());
    Instant begin = Parameters.instant("from", from).orElse(end.minus(USUAL_SPAN));
    requireSpan(begin, end);
    Set<String> capacityTypes =
        Parameters.choice(
                "capacityType", capacityType, CapacityType::parse, "on_demand, spot, reserved")
            .map(type -> Set.of(type.wireName()))
            .orElse(Set.of());
    OfferParameters live = live(accelerator, region, provider, capacityType);
    NowView now = market.spread(live).map(NowView::of).orElse(new NowView(null, null));
    return series
        .read(
            new PriceSeries.Question(
                model,
                Parameters.list(region, it -> it),
                Parameters.list(provider, it -> it.toLowerCase(Locale.ROOT)),
                capacityTypes,
                begin,
                end))
        .map(
            read ->
                new HistoryView(
                    read.points(),
                    read.step().toSeconds(),
                    read.recordedSince().orElse(null),
                    now));
  }

  private static OfferParameters live(
      @Nullable String accelerator,
      @Nullable String region,
      @Nullable String provider,
      @Nullable String capacityType) {
    OfferParameters live = new OfferParameters();
    live.accelerator = accelerator;
    live.region = region;
    live.provider = provider;
    live.capacityType = capacityType;
    return live;
  }

  /** PostgreSQL has no NUL in a text, not even in a question. */
  private static void requireStorable(String field, @Nullable String value) {
    if (value != null && value.indexOf('\0') >= 0) {
      throw ProblemException.field(
          field, "%s holds a NUL character.".formatted(field), "Write plain text.");
    }
  }

  private static void requireSpan(Instant begin, Instant end) {
    Duration span = Duration.between(begin, end);
    if (span.isNegative() || span.isZero() || span.compareTo(LONGEST_SPAN) > 0) {
      throw ProblemException.field(
          "from",
          "The time from %s to %s is empty or longer than five years.".formatted(begin, end),
          "Let from lie before to, by at most five years.");
    }
  }

  private static ProblemException noAccelerator() {
    return ProblemException.field(
        "accelerator",
        "No accelerator is named.",
        "Name one, such as accelerator=H100; prices of different models are not mixed.");
  }
}
