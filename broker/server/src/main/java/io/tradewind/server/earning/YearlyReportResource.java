package io.tradewind.server.earning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import io.tradewind.server.site.SitePages;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** A site's year, for the report that operators owe. */
@Path("/api/v1/sites/{site}/years/{year}")
@Tag(name = "sites")
public class YearlyReportResource {
  private static final int FIRST = 2000;

  private final Database database;
  private final ObjectMapper json;
  private final Caller caller;
  private final Clock clock;

  YearlyReportResource(Database database, ObjectMapper json, Caller caller, Clock clock) {
    this.database = database;
    this.json = json;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getSiteYear",
      summary = "Energy, water, heat and what was sold in a year of a site",
      description =
          "The fields of Delegated Regulation (EU) 2024/1364: what the broker metered of leases,"
              + " what the operator told of the whole site, and what is still missing.")
  public Uni<YearlyReport> get(@PathParam("site") UUID id, @PathParam("year") int year) {
    int checked = year(year);
    UUID organization = caller.organization();
    return database.transaction(
        Scope.BROKER,
        session ->
            SitePages.own(session, id, organization).chain(site -> report(session, site, checked)));
  }

  @GET
  @Path("report.csv")
  @Produces("text/csv")
  @Operation(operationId = "getSiteYearCsv", summary = "The same, to calculate with")
  @APIResponse(responseCode = "200", description = "A line for each figure.")
  public Uni<Response> csv(@PathParam("site") UUID id, @PathParam("year") int year) {
    return get(id, year)
        .map(
            report ->
                Response.ok(YearlyReportCsv.of(report))
                    .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"site-year-%d.csv\"".formatted(report.year()))
                    .build());
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "tellSiteYear",
      summary = "Tell what only the operator knows of a year",
      description = "In place of all that was told of it before.")
  @APIResponse(responseCode = "422", description = "Each error names its field.")
  public Uni<YearlyReport> tell(
      @PathParam("site") UUID id, @PathParam("year") int year, @Nullable SiteYearBody body) {
    int checked = year(year);
    UUID organization = caller.organization();
    String by = caller.subject();
    SiteYearBody told = ProblemException.sent(body).checked();
    return database.transaction(
        Scope.BROKER,
        session ->
            SitePages.own(session, id, organization)
                .call(site -> store(session, site, checked, told, by))
                .chain(site -> report(session, site, checked)));
  }

  private Uni<YearlyReport> report(Mutiny.Session session, SiteEntity site, int year) {
    return Earnings.of(session, site, LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31))
        .chain(
            earnings ->
                told(session, site, year).map(told -> YearlyReport.of(year, site, earnings, told)));
  }

  private Uni<SiteYearBody> told(Mutiny.Session session, SiteEntity site, int year) {
    return session
        .createNativeQuery(
            "select document from site_year where site = :site and year = :year", String.class)
        .setParameter("site", site.id)
        .setParameter("year", year)
        .getResultList()
        .map(this::read);
  }

  private Uni<Integer> store(
      Mutiny.Session session, SiteEntity site, int year, SiteYearBody told, String by) {
    return session
        .createNativeQuery(
            "insert into site_year (organization, site, year, document, changed_at, changed_by)"
                + " values (:organization, :site, :year, :document, :now, :by) on conflict (site,"
                + " year) do update set document = excluded.document, changed_at ="
                + " excluded.changed_at, changed_by = excluded.changed_by")
        .setParameter("organization", site.organization)
        .setParameter("site", site.id)
        .setParameter("year", year)
        .setParameter("document", write(told))
        .setParameter("now", clock.instant())
        .setParameter("by", by)
        .executeUpdate();
  }

  private int year(int year) {
    int now = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).getYear();
    if (year < FIRST || year > now) {
      throw ProblemException.field(
          "year", "%d is no year that has begun.".formatted(year), "Write one since 2000.");
    }
    return year;
  }

  private SiteYearBody read(List<String> documents) {
    try {
      return documents.isEmpty()
          ? SiteYearBody.NOTHING
          : json.readValue(documents.get(0), SiteYearBody.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored year is not JSON any more.", e);
    }
  }

  private String write(SiteYearBody told) {
    try {
      return json.writeValueAsString(told);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A year cannot be written as JSON.", e);
    }
  }
}
