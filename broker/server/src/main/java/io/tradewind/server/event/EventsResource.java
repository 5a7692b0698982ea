package io.tradewind.server.event;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.Scopes;
import io.tradewind.server.page.Limits;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Everything that happened in an organization: as pages, or as a stream that can be resumed. */
@Path("/api/v1/events")
@Tag(name = "events", description = "What happened.")
public class EventsResource {
  private final EventReader reader;
  private final EventTails tails;
  private final Scopes scopes;
  private final Caller caller;

  EventsResource(EventReader reader, EventTails tails, Scopes scopes, Caller caller) {
    this.reader = reader;
    this.tails = tails;
    this.scopes = scopes;
    this.caller = caller;
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
    String wanted = type(type);
    Scope scope = scopes.current();
    UUID organization = caller.organization();
    return reader
        .placeOf(scope, organization, position(after))
        .chain(place -> reader.after(scope, organization, wanted, place, size))
        .map(reading -> reading.events().stream().map(EventReader.Placed::event).toList())
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
    return tails
        .after(
            scopes.current(),
            caller.organization(),
            type(type),
            position(last == null ? after : last))
        .map(event -> framed(sse, event));
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
