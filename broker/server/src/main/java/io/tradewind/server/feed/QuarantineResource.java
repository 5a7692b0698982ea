package io.tradewind.server.feed;

import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.ProviderId;
import io.tradewind.server.market.Parameters;
import io.tradewind.server.page.Cursors;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the feeds told that did not reach the market, and why. */
@Path("/api/v1/quarantine")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class QuarantineResource {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 500;
  private static final String REASONS =
      Arrays.stream(Reason.values()).map(Reason::wireName).collect(Collectors.joining(", "));

  private final Quarantine quarantine;

  QuarantineResource(Quarantine quarantine) {
    this.quarantine = quarantine;
  }

  /**
   * A refused row in replies.
   *
   * @param provider the seller
   * @param subject the row in the source's own words
   * @param source the feed that told it
   */
  @Schema(name = "QuarantinedRow", description = "A row that must not reach the market.")
  public record RowView(
      @Schema(required = true) String provider,
      @Schema(required = true, description = "The row in the source's own words.") String subject,
      @Schema(required = true) String reason,
      @Schema(required = true) String detail,
      @Schema(required = true, description = "The feed that told it.") String source,
      @Schema(required = true) Instant observedAt) {
    static RowView of(Refusal refusal, ProviderId feed) {
      return new RowView(
          refusal.provider().value(),
          refusal.subject(),
          refusal.reason().wireName(),
          refusal.detail(),
          feed.value(),
          refusal.observedAt());
    }
  }

  /** How many rows of a seller are refused for one reason. */
  @Schema(name = "QuarantineCount", description = "How many rows are refused for one reason.")
  public record CountView(
      @Schema(required = true) String provider,
      @Schema(required = true) String reason,
      @Schema(required = true) long count) {}

  /**
   * A page of refused rows.
   *
   * @param total of all rows, of which only the first of each feed are kept to be shown
   * @param counts exact, over all rows
   */
  @Schema(name = "QuarantinePage", description = "A page of refused rows, and exact counts.")
  public record PageView(
      @Schema(required = true) List<RowView> items,
      @Schema(required = true, nullable = true) @Nullable String nextCursor,
      @Schema(
              required = true,
              description = "Of all rows; of each feed only the first 20000 are kept to be shown.")
          long total,
      @Schema(required = true) List<CountView> counts) {}

  /** Which rows a request asks for. */
  private record Wanted(Set<String> providers, Optional<Reason> reason) {
    boolean accepts(ProviderId provider, Reason told) {
      return (providers.isEmpty() || providers.contains(provider.value()))
          && reason.filter(it -> it != told).isEmpty();
    }
  }

  @GET
  @Operation(
      operationId = "listQuarantine",
      summary = "Rows that were refused, with reasons",
      description = "Of the last reading of each feed.")
  public PageView list(
      @Parameter(description = "Sellers, separated by commas.") @QueryParam("provider")
          @Nullable String provider,
      @Parameter(description = "Why the row is refused.", example = "spot_not_below_on_demand")
          @QueryParam("reason")
          @Nullable String reason,
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
    Wanted wanted =
        new Wanted(
            Parameters.list(provider, it -> it.toLowerCase(Locale.ROOT)),
            Parameters.choice("reason", reason, QuarantineResource::reason, REASONS));
    int size = Parameters.limit(limit, USUAL_PAGE, LARGEST_PAGE);
    List<CountView> counts = counts(wanted);
    long total = counts.stream().mapToLong(CountView::count).sum();
    return page(wanted, size, Parameters.text(cursor), total, counts);
  }

  private PageView page(
      Wanted wanted, int size, Optional<String> cursor, long total, List<CountView> counts) {
    String fromFeed = cursor.map(it -> Cursors.decode(it, 2).get(0)).orElse("");
    int fromRow = cursor.map(it -> row(Cursors.decode(it, 2).get(1))).orElse(0);
    List<RowView> items = new ArrayList<>(size);
    for (QuarantineBatch batch : quarantine.batches()) {
      int order = batch.feed().value().compareTo(fromFeed);
      int first = order < 0 ? batch.kept().size() : order == 0 ? fromRow : 0;
      for (int row = first; row < batch.kept().size(); row++) {
        Refusal refusal = batch.kept().get(row);
        if (wanted.accepts(refusal.provider(), refusal.reason())) {
          if (items.size() == size) {
            String next = Cursors.encode(batch.feed().value(), Integer.toString(row));
            return new PageView(items, next, total, counts);
          }
          items.add(RowView.of(refusal, batch.feed()));
        }
      }
    }
    return new PageView(items, null, total, counts);
  }

  private List<CountView> counts(Wanted wanted) {
    Map<ProviderId, Map<Reason, Long>> sums = new TreeMap<>();
    for (QuarantineBatch batch : quarantine.batches()) {
      batch
          .counts()
          .forEach(
              (seller, byReason) ->
                  byReason.forEach(
                      (reason, count) ->
                          sums.computeIfAbsent(seller, it -> new TreeMap<>())
                              .merge(reason, count, Long::sum)));
    }
    List<CountView> views = new ArrayList<>();
    sums.forEach(
        (seller, byReason) ->
            byReason.forEach(
                (reason, count) -> {
                  if (wanted.accepts(seller, reason)) {
                    views.add(new CountView(seller.value(), reason.wireName(), count));
                  }
                }));
    return views;
  }

  private static Optional<Reason> reason(String text) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.wireName().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  private static int row(String text) {
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw Cursors.bad();
    }
  }
}
