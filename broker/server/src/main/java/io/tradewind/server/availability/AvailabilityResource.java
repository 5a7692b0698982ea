package io.tradewind.server.availability;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.OfferId;
import io.tradewind.api.Source;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.memory.PoolMemory;
import io.tradewind.matcher.memory.Priors;
import io.tradewind.server.availability.Spans.Span;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.Parameters;
import io.tradewind.server.page.Cursors;
import io.tradewind.server.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** When an offer was to be had. */
@Path("/api/v1/availability")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class AvailabilityResource {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 500;
  private static final Duration USUAL_SPAN = Duration.ofDays(30);

  private final LiveMarket market;
  private final AvailabilityReader reader;
  private final Clock clock;

  AvailabilityResource(LiveMarket market, AvailabilityReader reader, Clock clock) {
    this.market = market;
    this.reader = reader;
    this.clock = clock;
  }

  /** A time in which nothing changed. */
  @Schema(name = "AvailabilitySpan", description = "A time in which nothing changed.")
  public record SpanView(
      @Schema(required = true) Instant from,
      @Schema(required = true, nullable = true, description = "Null for what still holds.")
          @Nullable Instant to,
      @Schema(
              required = true,
              enumeration = {
                "available",
                "limited",
                "unavailable",
                "no_quota",
                "unknown",
                "withdrawn"
              },
              description = "As its seller told; withdrawn: it was not on the market.")
          String state) {
    static SpanView of(Span span) {
      return new SpanView(span.from(), span.to(), span.state());
    }
  }

  /** What launches taught of the offer's pool, whoever asked for them. */
  @Schema(name = "PoolChance", description = "What launches taught of the offer's pool.")
  public record ChanceView(
      @Schema(required = true, description = "That there is capacity now, from 0 to 1.")
          double chance,
      @Schema(required = true, description = "Of the last tries there, how many started.")
          int startedLately,
      @Schema(required = true, description = "The last tries there, ten at most.")
          int triedLately) {}

  /** A page of spans. */
  @Schema(name = "AvailabilityHistory", description = "When an offer was to be had, newest first.")
  public record HistoryView(
      @Schema(required = true) List<SpanView> items,
      @Schema(required = true, nullable = true) @Nullable String nextCursor,
      @Schema(required = true) long total,
      @Schema(
              required = true,
              nullable = true,
              description = "Where the first span on record begins; null without any.")
          @Nullable Instant recordedSince,
      @Schema(
              required = true,
              description =
                  "Whether the record holds how much there was. Of sites it does not: what they"
                      + " have free follows from who leases there.")
          boolean levelsKept,
      @Schema(
              required = true,
              nullable = true,
              description = "Null for a site: who launched there is its tenants' own affair.")
          @Nullable ChanceView start) {}

  @GET
  @Operation(
      operationId = "getAvailability",
      summary = "When an offer was to be had",
      description =
          "Whether it was on the market, and what its seller said of how much there is, as spans"
              + " of time, newest first; at most 90 days. And what launches taught of its pool.")
  public Uni<HistoryView> get(
      @Parameter(description = "The offer's id.", required = true) @QueryParam("offer")
          @Nullable String offer,
      @Parameter(
              description =
                  "Where it begins; 30 days ago when absent, 90 days ago at the earliest.",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("from")
          @Nullable String from,
      @Parameter(
              description = "How many spans a page holds.",
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
    int size = Parameters.limit(limit, USUAL_PAGE, LARGEST_PAGE);
    Instant now = clock.instant();
    Instant since = since(from, now);
    Instant before = Parameters.text(cursor).map(AvailabilityResource::moment).orElse(Instant.MAX);
    LiveMarket.Told told =
        market
            .find(offerId(offer))
            .orElseThrow(() -> ProblemException.notFound("offer", String.valueOf(offer)));
    boolean levels = told.offer().source().term() != Source.Term.DECLARED;
    return reader
        .spans(told.feed(), told.offer().id(), since)
        .map(spans -> page(spans, before, size, levels, levels ? chance(told) : null));
  }

  private static HistoryView page(
      List<Span> spans, Instant before, int size, boolean levels, @Nullable ChanceView chance) {
    List<Span> newestFirst = new ArrayList<>(spans);
    Collections.reverse(newestFirst);
    List<Span> left = newestFirst.stream().filter(it -> it.from().isBefore(before)).toList();
    List<Span> shown = left.subList(0, Math.min(size, left.size()));
    return new HistoryView(
        shown.stream().map(SpanView::of).toList(),
        shown.size() == left.size()
            ? null
            : Cursors.encode("since", shown.get(size - 1).from().toString()),
        spans.size(),
        spans.isEmpty() ? null : spans.get(0).from(),
        levels,
        chance);
  }

  private ChanceView chance(LiveMarket.Told told) {
    Conditions conditions = market.conditions();
    PoolMemory memory = conditions.memory();
    Pool pool = Pool.of(told.offer());
    var lately = memory.record(pool).lately();
    return new ChanceView(
        memory.chance(pool, Priors.of(told.offer()), conditions.now()),
        lately.started(),
        lately.tries());
  }

  private static Instant since(@Nullable String from, Instant now) {
    Instant earliest = now.minus(AvailabilityWriter.KEPT);
    Instant since = Parameters.instant("from", from).orElse(now.minus(USUAL_SPAN));
    if (!since.isBefore(now)) {
      throw ProblemException.field(
          "from", "%s has not come yet.".formatted(since), "Let it lie in the past.");
    }
    return since.isBefore(earliest) ? earliest : since;
  }

  private static OfferId offerId(@Nullable String offer) {
    String id =
        Parameters.text(offer)
            .orElseThrow(
                () ->
                    ProblemException.field(
                        "offer", "No offer is named.", "Name one, as GET offers shows its id."));
    try {
      return new OfferId(id);
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound("offer", id.substring(0, Math.min(id.length(), 60)));
    }
  }

  private static Instant moment(String cursor) {
    try {
      return Instant.parse(Cursors.decode(cursor, 2).get(1));
    } catch (DateTimeException e) {
      throw Cursors.bad();
    }
  }
}
