package io.tradewind.server.event;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Limits;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Everything that happened in an organization: as pages, or as a stream that can be resumed. */
@Path("/api/v1/events")
@Tag(name = "events", description = "What happened.")
public class EventsResource {
  private static final int BATCH = 500;

  private static final String AFTER =
      """
      select seq, at, type, actor, workload, lease, detail, data from event
      where organization = $1 and seq > $2 and ($3 = '' or type = $3 or type like $3 || '.%')
        and written_by < pg_snapshot_xmin(pg_current_snapshot())
      order by seq limit $4
      """;

  private final Pool pool;
  private final Signals signals;
  private final Caller caller;

  EventsResource(Pool pool, Signals signals, Caller caller) {
    this.pool = pool;
    this.signals = signals;
    this.caller = caller;
  }

  /**
   * An event in replies.
   *
   * @param data JSON, as it also goes to webhooks; null for most
   */
  @Schema(name = "Event", description = "Something that happened.")
  public record EventView(
      @Schema(required = true) long seq,
      @Schema(required = true) Instant at,
      @Schema(required = true, examples = "alert.fired") String type,
      @Schema(required = true, description = "Who brought it about.") String actor,
      @Schema(required = true, nullable = true) @Nullable UUID workload,
      @Schema(required = true, nullable = true) @Nullable UUID lease,
      @Schema(required = true, description = "One sentence for a person.") String detail,
      @Schema(required = true, nullable = true, description = "JSON, where there is more to say.")
          @Nullable String data) {
    static EventView of(Row row) {
      return new EventView(
          row.getLong("seq"),
          row.getOffsetDateTime("at").toInstant(),
          row.getString("type"),
          row.getString("actor"),
          row.getUUID("workload"),
          row.getUUID("lease"),
          row.getString("detail"),
          row.getString("data"));
    }
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "listAllEvents", summary = "A page of what happened, the oldest first")
  public Uni<Page<EventView>> list(
      @Parameter(description = "A type, or its first word.", example = "alert") @QueryParam("type")
          @Nullable String type,
      @Parameter(description = "The seq of the last event you have.") @QueryParam("after")
          @Nullable String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int size = Limits.page(limit);
    return read(caller.organization(), type(type), position(after), size)
        .map(events -> new Page<>(events, next(events, size), events.size()));
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      operationId = "followAllEvents",
      summary = "Follow what happens; resumes after Last-Event-ID")
  public Multi<OutboundSseEvent> follow(
      @QueryParam("type") @Nullable String type,
      @HeaderParam("Last-Event-ID") @Nullable String last,
      @QueryParam("after") @Nullable String after,
      @Context Sse sse) {
    UUID organization = caller.organization();
    String wanted = type(type);
    AtomicLong position = new AtomicLong(position(last == null ? after : last));
    return signals
        .ticks(organization)
        .onItem()
        .transformToMultiAndConcatenate(
            tick ->
                Multi.createBy()
                    .repeating()
                    .uni(
                        () ->
                            read(organization, wanted, position.get(), BATCH)
                                .invoke(events -> advance(position, events)))
                    .whilst(events -> events.size() == BATCH))
        .onItem()
        .transformToIterable(events -> events)
        .map(event -> framed(sse, event));
  }

  private Uni<List<EventView>> read(UUID organization, String type, long after, int limit) {
    return pool.preparedQuery(AFTER)
        .execute(Tuple.of(organization, after, type, limit))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(EventView::of).toList());
  }

  private static void advance(AtomicLong position, List<EventView> events) {
    if (!events.isEmpty()) {
      position.set(events.get(events.size() - 1).seq());
    }
  }

  private static @Nullable String next(List<EventView> events, int size) {
    return events.size() < size ? null : Long.toString(events.get(events.size() - 1).seq());
  }

  private static OutboundSseEvent framed(Sse sse, EventView event) {
    return sse.newEventBuilder()
        .name("event")
        .id(Long.toString(event.seq()))
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(event)
        .build();
  }

  private static String type(@Nullable String text) {
    if (text == null) {
      return "";
    }
    if (!text.matches("[a-z._]*")) {
      throw ProblemException.field(
          "type", "'%s' is no type of event.".formatted(text), "Use alert, or alert.fired.");
    }
    return text;
  }

  private static long position(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return 0;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw ProblemException.field(
          "after",
          "'%s' is no number of an event.".formatted(text),
          "Use the seq of the last event you have.");
    }
  }
}
