package io.tradewind.server.market;

import io.tradewind.api.OfferId;
import io.tradewind.matcher.Conditions;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What is on sale. */
@Path("/api/v1/offers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
    name = "market",
    description = "What is on sale, where, at what price, and how old the news is.")
public class OffersResource {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 500;

  /** Freshness changes with time alone: an unchanged page is shown for no longer than this. */
  private static final Duration SLOT = Duration.ofMinutes(5);

  private final LiveMarket market;
  private final Caller caller;

  OffersResource(LiveMarket market, Caller caller) {
    this.market = market;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listOffers",
      summary = "Offers, filtered and sorted",
      description =
          "Every offer that any feed tells of, leasable or not; of one machine told by several, the"
              + " one that is believed. Follow nextCursor for more. With"
              + " If-None-Match an unchanged market answers 304.")
  @APIResponse(
      responseCode = "200",
      description = "A page of offers.",
      content = @Content(schema = @Schema(implementation = OfferPage.class)))
  @APIResponse(responseCode = "304", description = "Nothing has changed since that ETag.")
  @APIResponse(responseCode = "400", description = "A parameter cannot be read.")
  public Response list(
      @BeanParam OfferParameters wanted,
      @Parameter(
              description = "What to sort by.",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"price", "pricePerAccelerator", "provider", "observedAt"},
                      defaultValue = "price"))
          @QueryParam("sort")
          @Nullable String sort,
      @Parameter(
              description = "In which direction.",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"asc", "desc"},
                      defaultValue = "asc"))
          @QueryParam("order")
          @Nullable String order,
      @Parameter(
              description = "How many offers a page holds.",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "1",
                      maximum = "500",
                      defaultValue = "100"))
          @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before.") @QueryParam("cursor")
          @Nullable String cursor,
      @Context Request request) {
    OfferList list =
        new OfferList(
            wanted.filter(),
            Parameters.choice(
                    "sort",
                    sort,
                    SortKey::parse,
                    "price, pricePerAccelerator, provider, observedAt")
                .orElse(SortKey.PRICE),
            Parameters.choice("order", order, OffersResource::descending, "asc, desc")
                .orElse(false));
    int size = Parameters.limit(limit, USUAL_PAGE, LARGEST_PAGE);
    Board board = market.board();
    Conditions conditions = market.conditions(caller.organization());
    EntityTag tag = tag(board, conditions);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    if (unchanged != null) {
      return unchanged.tag(tag).cacheControl(revalidate()).build();
    }
    OfferPage page = page(list, board, conditions, Parameters.text(cursor), size);
    return Response.ok(page).tag(tag).cacheControl(revalidate()).build();
  }

  @GET
  @Path("facets")
  @Operation(
      operationId = "listOfferFacets",
      summary = "How many offers have which value",
      description =
          "Counts by seller, accelerator, country, capacity type and certification, for the same"
              + " filters as the list.")
  public Facets facets(@BeanParam OfferParameters wanted) {
    return Facets.of(market.board(), wanted.filter(), market.conditions());
  }

  /** Ids hold colons and slashes, so the rest of the path is the id. */
  @GET
  @Path("{id:.+}")
  @Operation(operationId = "getOffer", summary = "One offer")
  @APIResponse(
      responseCode = "200",
      description = "The offer.",
      content = @Content(schema = @Schema(implementation = OfferView.class)))
  @APIResponse(responseCode = "404", description = "No feed tells of such an offer now.")
  public OfferView get(
      @Parameter(description = "Percent-encoded, slashes included.") @PathParam("id") String id) {
    Board board = market.board();
    Conditions conditions = market.conditions(caller.organization());
    OfferId offerId = offerId(id);
    Board.Found found =
        board.find(offerId).orElseThrow(() -> ProblemException.notFound("offer", id));
    return Snapshot.of(board).view(found.feed(), found.offer(), conditions, conditions.now());
  }

  private static OfferPage page(
      OfferList list, Board board, Conditions conditions, Optional<String> cursor, int size) {
    OfferList.Part part = list.page(board, conditions, cursor.orElse(null), size);
    Snapshot snapshot = Snapshot.of(board);
    Instant now = conditions.now();
    return new OfferPage(
        part.hits().stream()
            .map(hit -> snapshot.view(hit.feed(), hit.offer(), conditions, now))
            .toList(),
        part.next().orElse(null),
        part.total(),
        board.market().version());
  }

  private static OfferId offerId(String id) {
    try {
      return new OfferId(id);
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound("offer", id.substring(0, Math.min(id.length(), 60)));
    }
  }

  private EntityTag tag(Board board, Conditions conditions) {
    long slot = conditions.now().getEpochSecond() / SLOT.toSeconds();
    return new EntityTag(
        "%s-%d-%d-%d-%x"
            .formatted(
                market.epoch(),
                board.market().version(),
                conditions.version(),
                slot,
                31 * conditions.leasableSellers().hashCode() + conditions.fence().hashCode()),
        true);
  }

  private static CacheControl revalidate() {
    CacheControl control = new CacheControl();
    control.setPrivate(true);
    control.setNoCache(true);
    return control;
  }

  private static Optional<Boolean> descending(String order) {
    return switch (order) {
      case "asc" -> Optional.of(false);
      case "desc" -> Optional.of(true);
      default -> Optional.empty();
    };
  }
}
