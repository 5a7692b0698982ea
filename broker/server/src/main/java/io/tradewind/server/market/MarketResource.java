package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.Source;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the market is made of: which prices are live, which are from tables, and how old. */
@Path("/api/v1/market")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class MarketResource {
  private final LiveMarket market;

  MarketResource(LiveMarket market) {
    this.market = market;
  }

  /**
   * The market in one reply.
   *
   * @param offers everything that is told
   * @param placeable what may be placed on
   */
  @Schema(name = "MarketSummary", description = "What the market is made of, and how old it is.")
  public record MarketView(
      @Schema(required = true) long version,
      @Schema(required = true, description = "Everything that is told.") long offers,
      @Schema(required = true, description = "What may be placed on.") long placeable,
      @Schema(
              required = true,
              description = "Told by another source that is believed: shown, not matched.")
          long superseded,
      @Schema(required = true, description = "Not confirmed for a day: shown, not matched.")
          long expired,
      @Schema(required = true) TermsView terms,
      @Schema(required = true) List<FeedView> feeds) {}

  /** How many offers rest on which kind of statement. Superseded ones do not count. */
  @Schema(name = "OfferTerms", description = "Offers by the kind of statement that they rest on.")
  public record TermsView(
      @Schema(required = true, description = "Read from an interface now.") long live,
      @Schema(required = true, description = "From a price list or table.") long list,
      @Schema(required = true, description = "Declared by a site.") long declared) {}

  /** How many offers were confirmed how long ago. */
  @Schema(name = "OfferAges", description = "Offers by the age of their observation.")
  public record AgesView(
      @Schema(required = true) long fresh,
      @Schema(required = true) long aging,
      @Schema(required = true) long stale,
      @Schema(required = true) long expired) {}

  /**
   * One feed.
   *
   * @param source as its offers name it
   * @param lastUpdate when it last confirmed an offer
   * @param figuresFrom the oldest date that its figures bear
   */
  @Schema(name = "MarketFeed", description = "What one feed adds to the market.")
  public record FeedView(
      @Schema(required = true) String feed,
      @Schema(required = true, description = "As its offers name it.") String source,
      @Schema(
              required = true,
              enumeration = {"seller", "published", "reported"})
          String standing,
      @Schema(required = true) long offers,
      @Schema(required = true) long superseded,
      @Schema(required = true) TermsView terms,
      @Schema(required = true) AgesView ages,
      @Schema(required = true) Instant lastUpdate,
      @Schema(
              required = true,
              nullable = true,
              description = "The oldest date that its figures bear, where they bear one.")
          @Nullable Instant figuresFrom) {
    static FeedView of(Shelf shelf, Instant now) {
      List<Offer> told = shelf.stock().offers();
      Map<Freshness, Long> ages = new EnumMap<>(Freshness.class);
      told.forEach(offer -> ages.merge(Freshness.of(offer.observedAt(), now), 1L, Long::sum));
      return new FeedView(
          shelf.stock().feed().value(),
          told.get(0).source().name(),
          shelf.stock().standing().wireName(),
          told.size(),
          shelf.superseded(),
          termsOf(shelf.believed()),
          new AgesView(
              ages.getOrDefault(Freshness.FRESH, 0L),
              ages.getOrDefault(Freshness.AGING, 0L),
              ages.getOrDefault(Freshness.STALE, 0L),
              ages.getOrDefault(Freshness.EXPIRED, 0L)),
          told.stream().map(Offer::observedAt).max(Comparator.naturalOrder()).orElseThrow(),
          told.stream()
              .flatMap(offer -> offer.source().asOf().stream())
              .min(Comparator.naturalOrder())
              .orElse(null));
    }
  }

  private static TermsView termsOf(List<Offer> offers) {
    Map<Source.Term, Long> counts = new EnumMap<>(Source.Term.class);
    offers.forEach(offer -> counts.merge(offer.source().term(), 1L, Long::sum));
    return new TermsView(
        counts.getOrDefault(Source.Term.LIVE, 0L),
        counts.getOrDefault(Source.Term.LIST, 0L),
        counts.getOrDefault(Source.Term.DECLARED, 0L));
  }

  @GET
  @Operation(
      operationId = "getMarket",
      summary = "What the market is made of",
      description =
          "Which prices are live and which come from tables, feed by feed, and how old they are.")
  public MarketView get() {
    Board board = market.board();
    Instant now = market.conditions().now();
    List<FeedView> feeds = board.shelves().stream().map(shelf -> FeedView.of(shelf, now)).toList();
    return new MarketView(
        board.market().version(),
        feeds.stream().mapToLong(FeedView::offers).sum(),
        board.market().size(),
        feeds.stream().mapToLong(FeedView::superseded).sum(),
        board.shelves().stream().mapToLong(Shelf::expired).sum(),
        new TermsView(
            feeds.stream().mapToLong(feed -> feed.terms().live()).sum(),
            feeds.stream().mapToLong(feed -> feed.terms().list()).sum(),
            feeds.stream().mapToLong(feed -> feed.terms().declared()).sum()),
        feeds);
  }
}
