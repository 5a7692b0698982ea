package io.tradewind.server.audit;

import io.smallrye.mutiny.Multi;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.Scopes;
import io.tradewind.server.event.Signals;
import io.tradewind.server.market.Parameters;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Who does what, as it happens. At a path of its own: a client that would take anything gets the
 * list where it asks for the list.
 */
@Path("/api/v1/audit/stream")
@Tag(name = "audit")
public class AuditStreamResource {
  /** Then its reader is asked again, so that nobody listens on who may no longer. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final AuditLog log;
  private final Signals signals;
  private final Scopes scopes;
  private final Caller caller;

  AuditStreamResource(AuditLog log, Signals signals, Scopes scopes, Caller caller) {
    this.log = log;
    this.signals = signals;
    this.scopes = scopes;
    this.caller = caller;
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      operationId = "followAudit",
      summary = "Follow who does what; resumes after Last-Event-ID",
      description =
          "The oldest entry first, and then each as it is written. It ends after five minutes, so"
              + " that whoever may no longer see it is asked again: an event source then goes on"
              + " by itself where it was.")
  @APIResponse(responseCode = "200", description = "Entries, each with its number as its id.")
  @APIResponse(responseCode = "406", description = "The client would rather have something else.")
  public Multi<OutboundSseEvent> follow(
      @BeanParam AuditResource.Wanted wanted,
      @HeaderParam("Last-Event-ID") @Nullable String last,
      @Parameter(description = "The seq of the last entry you have.") @QueryParam("after")
          @Nullable String after,
      @HeaderParam(HttpHeaders.ACCEPT) @Parameter(hidden = true) @Nullable String accepted,
      @Context Sse sse) {
    requireWish(accepted);
    Scope scope = scopes.current();
    UUID organization = caller.organization();
    AuditFilter filter = wanted.filter();
    AtomicLong position = new AtomicLong(position(last == null ? after : last));
    return signals
        .ticks(organization)
        .onItem()
        .transformToMultiAndConcatenate(tick -> fresh(scope, organization, position))
        .select()
        .where(filter::takes)
        .map(entry -> framed(sse, entry))
        .select()
        .first(LONGEST);
  }

  /** All that stands behind the position, which moves along: nothing is looked at twice. */
  private Multi<AuditEntry> fresh(Scope scope, UUID organization, AtomicLong position) {
    return Multi.createBy()
        .repeating()
        .uni(
            () ->
                log.sealedAfter(scope, organization, position.get())
                    .invoke(entries -> advance(position, entries)))
        .whilst(entries -> entries.size() == AuditLog.BATCH)
        .onItem()
        .transformToIterable(entries -> entries);
  }

  private static void advance(AtomicLong position, List<AuditEntry> entries) {
    if (!entries.isEmpty()) {
      position.set(entries.get(entries.size() - 1).seq());
    }
  }

  /** A stream has no end that a client could wait for which would take it only for want of JSON. */
  private static void requireWish(@Nullable String accepted) {
    boolean wished =
        accepted == null
            || accepted.strip().equals("*/*")
            || accepted.contains(MediaType.SERVER_SENT_EVENTS);
    if (!wished) {
      throw new ProblemException(
          406,
          "stream_only",
          "This is a stream of events. Accept text/event-stream, or read GET /api/v1/audit.");
    }
  }

  private static long position(@Nullable String last) {
    try {
      return Parameters.text(Optional.ofNullable(last).map(String::strip).orElse(null))
          .map(Long::parseLong)
          .orElse(0L);
    } catch (NumberFormatException e) {
      throw ProblemException.field(
          "after", "This is no number of an entry.", "Use the seq of the last entry you have.");
    }
  }

  private static OutboundSseEvent framed(Sse sse, AuditEntry entry) {
    return sse.newEventBuilder()
        .name("audit")
        .id(Long.toString(entry.seq()))
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(entry)
        .build();
  }
}
