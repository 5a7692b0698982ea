package io.tradewind.server.price;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.OfferId;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.problem.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What single offers have cost, for all rows of a list that somebody looks at. */
@Path("/api/v1/price-sparks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class PriceSparksResource {
  static final int MOST = 100;

  private final LiveMarket market;
  private final PriceSparks sparks;
  private final Clock clock;

  PriceSparksResource(LiveMarket market, PriceSparks sparks, Clock clock) {
    this.market = market;
    this.sparks = sparks;
    this.clock = clock;
  }

  /** Of which offers. */
  @Schema(name = "PriceSparksRequest", description = "The offers of which prices are wanted.")
  public record RequestBody(
      @Schema(required = true, description = "Ids of offers.", minItems = 1, maxItems = MOST)
          @Nullable List<@Nullable String> offers) {}

  /** A price from a moment on. */
  @Schema(name = "SparkPoint", description = "What an hour of the machine cost from then on.")
  public record SparkPoint(
      @Schema(required = true) Instant at,
      @Schema(
              required = true,
              nullable = true,
              description = "As its source told it; null while it was not on the market.")
          @Nullable MoneyView price) {}

  /** An offer's prices. */
  @Schema(name = "PriceSpark", description = "An offer's prices, of each day the last.")
  public record SparkView(
      @Schema(required = true) String offer, @Schema(required = true) List<SparkPoint> points) {}

  /** The answer. */
  @Schema(name = "PriceSparks", description = "Prices of single offers over the last 30 days.")
  public record AnswerView(
      @Schema(required = true) Instant from,
      @Schema(required = true) Instant to,
      @Schema(
              required = true,
              description = "Offers that nobody knows, or without a price on record, are left out.")
          List<SparkView> items) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "readPriceSparks",
      summary = "What single offers have cost over the last 30 days",
      description =
          "For the rows of a list, all at once: of each offer the price when the time began and the"
              + " last price of each day on which it changed; a price holds until the next. Changes"
              + " nothing.")
  public Uni<AnswerView> read(@Nullable RequestBody body) {
    Instant now = clock.instant();
    List<LiveMarket.Told> asked =
        wanted(body).stream().distinct().flatMap(id -> known(id).stream()).toList();
    Uni<List<SparkView>> found =
        asked.isEmpty() ? Uni.createFrom().item(List.of()) : sparks.read(asked, now);
    return found.map(items -> new AnswerView(now.minus(PriceSparks.SPAN), now, items));
  }

  private static List<String> wanted(@Nullable RequestBody body) {
    List<@Nullable String> offers =
        body == null || body.offers() == null ? List.of() : body.offers();
    if (offers.isEmpty() || offers.size() > MOST || offers.contains(null)) {
      throw ProblemException.field(
          "offers",
          "%d offers are named.".formatted(offers.size()),
          "Name 1 to %d by their ids; ask again for more.".formatted(MOST));
    }
    return offers.stream().map(String::valueOf).toList();
  }

  private Optional<LiveMarket.Told> known(String id) {
    boolean isId = !id.isBlank() && id.length() <= 300;
    return isId ? market.find(new OfferId(id)) : Optional.empty();
  }
}
