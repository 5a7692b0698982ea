package io.tradewind.server.workload;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Limits;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What a workload prints and what happens to it: as a page, as text, or as a stream that can be
 * resumed by Last-Event-ID.
 */
@Path("/api/v1/workloads/{id}")
@Tag(name = "workloads")
@ForExistingWorkload
public class WorkloadStreamResource {
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final long BEGINNING = -1;

  private final LogReader reader;

  WorkloadStreamResource(LogReader reader) {
    this.reader = reader;
  }

  @GET
  @Path("logs")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(operationId = "followLogs", summary = "Follow the output; ends with the workload")
  public Multi<OutboundSseEvent> followLogs(
      @PathParam("id") UUID id,
      @HeaderParam(LAST_EVENT_ID) @Nullable String last,
      @QueryParam("after") @Nullable String after,
      @Context Sse sse) {
    long position = position(last == null ? after : last);
    Multi<OutboundSseEvent> lines =
        reader.followLines(id, position).map(line -> event(sse, "log", line.seq(), line));
    return Multi.createBy().concatenating().streams(lines, end(sse));
  }

  @GET
  @Path("logs")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "listLogs", summary = "A page of output lines")
  public Uni<Page<LogReader.Line>> logs(
      @PathParam("id") UUID id,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue("1000") int limit) {
    int size = Limits.page(limit);
    long position = position(after);
    return reader.lines(id, position, size).map(lines -> page(lines, size));
  }

  @GET
  @Path("logs")
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(operationId = "downloadLogs", summary = "The whole output as text")
  public Multi<String> text(@PathParam("id") UUID id) {
    return Multi.createBy()
        .repeating()
        .uni(
            () -> new java.util.concurrent.atomic.AtomicLong(BEGINNING),
            position ->
                reader
                    .lines(id, position.get(), LogReader.BATCH)
                    .invoke(batch -> batch.forEach(line -> position.set(line.seq()))))
        .whilst(batch -> batch.size() == LogReader.BATCH)
        .map(WorkloadStreamResource::text);
  }

  @GET
  @Path("events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(operationId = "followEvents", summary = "Follow what happens; ends with the workload")
  public Multi<OutboundSseEvent> followEvents(
      @PathParam("id") UUID id,
      @HeaderParam(LAST_EVENT_ID) @Nullable String last,
      @QueryParam("after") @Nullable String after,
      @Context Sse sse) {
    long position = position(last == null ? after : last);
    Multi<OutboundSseEvent> events =
        reader.followHappenings(id, position).map(it -> event(sse, "state", it.seq(), it));
    return Multi.createBy().concatenating().streams(events, end(sse));
  }

  @GET
  @Path("events")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "listEvents", summary = "A page of what happened")
  public Uni<Page<LogReader.Happening>> events(
      @PathParam("id") UUID id,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue("1000") int limit) {
    int size = Limits.page(limit);
    long position = position(after);
    return reader.happenings(id, position, size).map(events -> page(events, size));
  }

  private static <T extends LogReader.Numbered> Page<T> page(List<T> items, int size) {
    String next = items.size() < size ? null : Long.toString(items.get(items.size() - 1).seq());
    return new Page<>(items, next, items.size());
  }

  private static OutboundSseEvent event(Sse sse, String name, long seq, Object data) {
    return sse.newEventBuilder()
        .name(name)
        .id(Long.toString(seq))
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(data)
        .build();
  }

  private static Multi<OutboundSseEvent> end(Sse sse) {
    return Multi.createFrom().item(() -> sse.newEventBuilder().name("end").data("{}").build());
  }

  private static String text(List<LogReader.Line> batch) {
    StringBuilder text = new StringBuilder();
    for (LogReader.Line line : batch) {
      if (line.node() != null) {
        text.append("[node ").append(line.node()).append("] ");
      }
      text.append(line.line()).append('\n');
    }
    return text.toString();
  }

  private static long position(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return BEGINNING;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw ProblemException.field(
          "after",
          "'%s' is no line number.".formatted(text),
          "Use the seq of the last line you have.");
    }
  }
}
