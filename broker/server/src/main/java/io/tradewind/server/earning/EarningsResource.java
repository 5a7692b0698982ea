package io.tradewind.server.earning;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import io.tradewind.server.site.SitePages;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a site earned, by the day. */
@Path("/api/v1/sites/{site}")
@Tag(name = "sites")
public class EarningsResource {
  private static final int MOST_DAYS = 366;
  private static final int DAYS_WITHOUT_WORD = 30;

  private final Database database;
  private final Caller caller;
  private final Clock clock;

  EarningsResource(Database database, Caller caller, Clock clock) {
    this.database = database;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Path("earnings")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getEarnings",
      summary = "What a site earned, by day and unit",
      description =
          "Days of UTC; the last thirty without from and to. What is paid out stands in GET"
              + " payouts, a month later.")
  public Uni<EarningsView> get(
      @PathParam("site") UUID id,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    UUID organization = caller.organization();
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate last = to == null ? today : day("to", to);
    LocalDate first = from == null ? last.minusDays(DAYS_WITHOUT_WORD - 1L) : day("from", from);
    if (first.isAfter(last) || first.plusDays(MOST_DAYS).isBefore(last)) {
      throw ProblemException.field(
          "from", "The days are none, or more than a year.", "Write from before to.");
    }
    return database.transaction(
        Scope.BROKER,
        session ->
            SitePages.own(session, id, organization)
                .chain(site -> Earnings.of(session, site, first, last)));
  }

  @GET
  @Path("earnings.csv")
  @Produces("text/csv")
  @Operation(operationId = "getEarningsCsv", summary = "The same, to calculate with")
  @APIResponse(responseCode = "200", description = "A line for each day and unit.")
  public Uni<Response> csv(
      @PathParam("site") UUID id,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    return get(id, from, to)
        .map(
            view ->
                Response.ok(EarningsCsv.of(view))
                    .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"earnings-%s-%s.csv\""
                            .formatted(view.from(), view.to()))
                    .build());
  }

  private static LocalDate day(String field, String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() >= 2000 && day.getYear() <= 9998) {
        return day;
      }
    } catch (DateTimeException e) {
      throw bad(field, text);
    }
    throw bad(field, text);
  }

  private static ProblemException bad(String field, String text) {
    return ProblemException.field(
        field, "'%s' is no day.".formatted(text), "Write a day such as 2026-11-01.");
  }
}
