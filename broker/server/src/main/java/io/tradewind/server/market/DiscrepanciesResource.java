package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.market.OfferTruth.Other;
import io.tradewind.server.market.OfferView.ConfidenceView;
import io.tradewind.server.market.OfferView.OtherSourceView;
import io.tradewind.server.market.OfferView.SourceView;
import io.tradewind.server.page.Cursors;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where two sources tell different prices of one machine. */
@Path("/api/v1/discrepancies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class DiscrepanciesResource {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 500;

  /** The greatest difference first. */
  private static final Comparator<DiscrepancyView> ORDER =
      Comparator.comparingDouble((DiscrepancyView it) -> -it.differencePercent())
          .thenComparing(it -> it.believed().offer());

  private final LiveMarket market;
  private final double tolerancePercent;

  DiscrepanciesResource(LiveMarket market, TradewindConfig config) {
    this.market = market;
    tolerancePercent = config.truth().disagreementPercent();
  }

  /**
   * A machine of which sources disagree.
   *
   * @param differencePercent the greatest, whatever its direction
   */
  @Schema(name = "Discrepancy", description = "One machine, two prices, and which is believed.")
  public record DiscrepancyView(
      @Schema(required = true, description = "Who sells.") String provider,
      @Schema(required = true) String region,
      @Schema(required = true, nullable = true) @Nullable String zone,
      @Schema(required = true) String instanceType,
      @Schema(required = true, nullable = true) @Nullable AcceleratorView accelerator,
      @Schema(
              required = true,
              enumeration = {"on_demand", "spot", "reserved"})
          String capacityType,
      @Schema(required = true) BelievedView believed,
      @Schema(required = true) List<OtherSourceView> others,
      @Schema(required = true, description = "The greatest, whatever its direction.")
          double differencePercent,
      @Schema(required = true, description = "Why this source is believed.") String why) {}

  /** The source that is believed. */
  @Schema(name = "BelievedSource", description = "The source that is believed.")
  public record BelievedView(
      @Schema(required = true) String feed,
      @Schema(required = true) String offer,
      @Schema(required = true) SourceView source,
      @Schema(required = true) MoneyView price,
      @Schema(required = true) Instant observedAt,
      @Schema(required = true) ConfidenceView confidence) {}

  /** How many of a seller's machines have two sources, and how many of them two prices. */
  @Schema(name = "DiscrepancyCount", description = "How many machines of a seller were compared.")
  public record CountView(
      @Schema(required = true) String provider,
      @Schema(required = true, description = "Told by two feeds or more.") long compared,
      @Schema(required = true, description = "Of these, at different prices.") long disagreeing) {}

  /**
   * A page.
   *
   * @param counts exact, over all pages
   */
  @Schema(name = "DiscrepancyPage", description = "A page of discrepancies, and exact counts.")
  public record PageView(
      @Schema(required = true) List<DiscrepancyView> items,
      @Schema(required = true, nullable = true) @Nullable String nextCursor,
      @Schema(required = true) long total,
      @Schema(required = true) List<CountView> counts,
      @Schema(required = true, description = "Smaller differences are none.")
          double tolerancePercent) {}

  @GET
  @Operation(
      operationId = "listDiscrepancies",
      summary = "Machines of which two sources tell different prices",
      description =
          "The greatest difference first, with the source that is believed and why: the seller's"
              + " own interface before its published list before a third party, the newer figure"
              + " among equals. Only the believed one is placed on.")
  public PageView list(
      @Parameter(description = "Sellers, separated by commas.") @QueryParam("seller")
          @Nullable String seller,
      @Parameter(
              description = "How many rows a page holds.",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "1",
                      maximum = "500",
                      defaultValue = "100"))
          @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "nextCursor of the page before.") @QueryParam("cursor")
          @Nullable String cursor) {
    Set<String> sellers = Parameters.list(seller, it -> it.toLowerCase(Locale.ROOT));
    int size = Parameters.limit(limit, USUAL_PAGE, LARGEST_PAGE);
    Optional<Position> start = Parameters.text(cursor).map(Position::of);
    Gathering gathering = new Gathering(market.board(), market.conditions().now(), sellers);
    List<DiscrepancyView> rows = gathering.rows();
    List<DiscrepancyView> after =
        rows.stream().filter(row -> start.filter(it -> !it.isBefore(row)).isEmpty()).toList();
    List<DiscrepancyView> items = after.subList(0, Math.min(size, after.size()));
    String next = after.size() > size ? Position.behind(items.get(size - 1)) : null;
    return new PageView(items, next, rows.size(), gathering.counts(), tolerancePercent);
  }

  /** Where a page begins: behind this. */
  private record Position(double difference, String offer) {
    static Position of(String cursor) {
      List<String> parts = Cursors.decode(cursor, 2);
      try {
        return new Position(Double.parseDouble(parts.get(0)), parts.get(1));
      } catch (NumberFormatException e) {
        throw Cursors.bad();
      }
    }

    static String behind(DiscrepancyView row) {
      return Cursors.encode(Double.toString(row.differencePercent()), row.believed().offer());
    }

    boolean isBefore(DiscrepancyView row) {
      int byDifference = Double.compare(row.differencePercent(), difference);
      return byDifference != 0 ? byDifference < 0 : offer.compareTo(row.believed().offer()) < 0;
    }
  }

  /** One walk over the comparison. */
  private final class Gathering {
    private final Board board;
    private final Instant now;
    private final List<DiscrepancyView> rows = new ArrayList<>();
    private final Map<String, long[]> bySeller = new TreeMap<>();

    Gathering(Board board, Instant now, Set<String> sellers) {
      this.board = board;
      this.now = now;
      board
          .comparison()
          .machines()
          .forEach(
              (machine, sayings) -> {
                String name = machine.region().provider().value();
                if (sellers.isEmpty() || sellers.contains(name)) {
                  add(sayings, bySeller.computeIfAbsent(name, fresh -> new long[2]));
                }
              });
      rows.sort(ORDER);
    }

    List<DiscrepancyView> rows() {
      return rows;
    }

    List<CountView> counts() {
      return bySeller.entrySet().stream()
          .map(it -> new CountView(it.getKey(), it.getValue()[0], it.getValue()[1]))
          .toList();
    }

    private void add(List<Saying> sayings, long[] counts) {
      Saying believed = sayings.get(0);
      for (Offer offer : believed.offers()) {
        OfferTruth truth = board.truth(believed.feed(), offer, now);
        if (!truth.others().isEmpty()) {
          counts[0]++;
          view(believed, offer, truth, sayings)
              .ifPresent(
                  row -> {
                    counts[1]++;
                    rows.add(row);
                  });
        }
      }
    }

    private Optional<DiscrepancyView> view(
        Saying believed, Offer offer, OfferTruth truth, List<Saying> sayings) {
      double greatest =
          truth.others().stream().mapToDouble(other -> difference(offer, other)).max().orElse(0);
      if (greatest <= tolerancePercent) {
        return Optional.empty();
      }
      return Optional.of(
          new DiscrepancyView(
              offer.provider().value(),
              offer.region().name(),
              offer.zone().orElse(null),
              offer.instanceType().name(),
              offer.accelerators().map(AcceleratorView::of).orElse(null),
              offer.capacityType().wireName(),
              new BelievedView(
                  believed.feed().value(),
                  offer.id().value(),
                  SourceView.of(offer.source(), offer.observedAt()),
                  MoneyView.of(offer.price().perHour()),
                  offer.observedAt(),
                  ConfidenceView.of(truth.confidence())),
              truth.others().stream().map(it -> OtherSourceView.of(it, offer)).toList(),
              greatest,
              believed.reasonAgainst(sayings.get(1))));
    }

    private static double difference(Offer offer, Other other) {
      return Math.abs(Saying.percentAbove(offer, other.offer()).orElse(0));
    }
  }
}
