package io.tradewind.server.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.Scopes;
import io.tradewind.server.market.Parameters;
import io.tradewind.server.page.Limits;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who did what in an organization. */
@Path("/api/v1/audit")
@Tag(name = "audit", description = "Who did what: append-only, and chained by hashes.")
public class AuditResource {
  /** Which entries are wanted; all where nothing is said. */
  static class Wanted {
    @Parameter(description = "The subject of who asked.")
    @QueryParam("actor")
    @Nullable String actor;

    @Parameter(description = "An action or its first word.", example = "member")
    @QueryParam("action")
    @Nullable String action;

    @Parameter(description = "The id of a row, or the path of a request.")
    @QueryParam("target")
    @Nullable String target;

    @Parameter(description = "All that one request did, by its X-Request-Id.")
    @QueryParam("request")
    @Nullable String request;

    @Parameter(description = "Not before, ISO 8601.")
    @QueryParam("from")
    @Nullable String from;

    @Parameter(description = "Before, ISO 8601.")
    @QueryParam("to")
    @Nullable String to;

    AuditFilter filter() {
      return new AuditFilter(
          text(actor),
          text(action),
          text(target),
          text(request),
          Parameters.instant("from", from),
          Parameters.instant("to", to));
    }

    /** PostgreSQL keeps no zero in a text. */
    private static Optional<String> text(@Nullable String given) {
      return Parameters.text(given).map(text -> text.replace("\0", ""));
    }
  }

  private final AuditLog log;
  private final Scopes scopes;
  private final Caller caller;
  private final ObjectMapper json;

  AuditResource(AuditLog log, Scopes scopes, Caller caller, ObjectMapper json) {
    this.log = log;
    this.scopes = scopes;
    this.caller = caller;
    this.json = json;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "listAudit", summary = "Who did what, the newest first")
  public Uni<Page<AuditEntry>> list(
      @BeanParam Wanted wanted,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @Parameter(description = "nextCursor of the page before.") @QueryParam("cursor")
          @Nullable String cursor) {
    return log.page(caller.organization(), wanted.filter(), position(cursor), Limits.page(limit));
  }

  @GET
  @Path("export")
  @Produces({"application/x-ndjson", "text/csv"})
  @Operation(operationId = "exportAudit", summary = "All of it as a file, the oldest first")
  @APIResponse(responseCode = "200", description = "Lines of JSON, or of CSV")
  public Response export(
      @BeanParam Wanted wanted,
      @Parameter(description = "jsonl or csv.") @QueryParam("format") @DefaultValue("jsonl")
          String format) {
    Export form = form(format);
    UUID organization = caller.organization();
    AuditFilter filter = wanted.filter();
    Scope scope = scopes.current();
    StreamingOutput file = to -> write(to, form, scope, organization, filter);
    return Response.ok(file, form.mediaType())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"audit.%s\"".formatted(form.name().toLowerCase(Locale.ROOT)))
        .build();
  }

  private void write(
      OutputStream to, Export form, Scope scope, UUID organization, AuditFilter filter)
      throws IOException {
    to.write(form.head().getBytes(StandardCharsets.UTF_8));
    long last = 0;
    List<AuditEntry> entries;
    do {
      entries = Database.await(log.after(scope, organization, filter, last));
      for (AuditEntry entry : entries) {
        to.write(form.line(entry, json).getBytes(StandardCharsets.UTF_8));
        last = entry.seq();
      }
    } while (entries.size() == AuditLog.BATCH);
  }

  @GET
  @Path("verify")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "verifyAudit",
      summary = "Whether the chain holds, and where it does not")
  public Verification.Result verify() {
    return verify(log, scopes.current(), caller.organization());
  }

  static Verification.Result verify(AuditLog log, Scope scope, UUID organization) {
    var verification = new Verification(organization);
    boolean goesOn = true;
    while (goesOn) {
      goesOn =
          verification.follow(
              Database.await(log.after(scope, organization, AuditFilter.ALL, verification.last())));
    }
    return verification.result();
  }

  private static Export form(String format) {
    return Arrays.stream(Export.values())
        .filter(it -> it.name().equalsIgnoreCase(format))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.field(
                    "format", "This is no format.", "Write one of: jsonl, csv."));
  }

  private static long position(@Nullable String cursor) {
    try {
      return Parameters.text(cursor).map(Long::parseLong).orElse(Long.MAX_VALUE);
    } catch (NumberFormatException e) {
      throw ProblemException.field(
          "cursor", "This is no cursor.", "Use nextCursor of the page before.");
    }
  }
}
