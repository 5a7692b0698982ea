package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Site;
import io.tradewind.api.SiteMachine;
import io.tradewind.server.agent.AssignmentEntity;
import io.tradewind.server.agent.ClosureEntity;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.agent.SiteViews;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;

/** What of a site is for tenants in the coming days. */
@Path("/api/v1/sites/{site}/calendar")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sites")
public class CalendarResource {
  private static final int MOST_DAYS = 31;
  private static final int HOURS_OF_A_DAY = 24;

  private final Database database;
  private final SiteViews views;
  private final SpecReader specs;
  private final Caller caller;
  private final Clock clock;

  CalendarResource(
      Database database, SiteViews views, SpecReader specs, Caller caller, Clock clock) {
    this.database = database;
    this.views = views;
    this.specs = specs;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Operation(
      operationId = "getCapacityCalendar",
      summary = "What of a site is offered, leased and closed, by machine and hour",
      description =
          "From the hour that runs now. Prices are those of the asks, were the grid always as it is"
              + " now; who holds a lease is not shown.")
  public Uni<CalendarView> get(
      @PathParam("site") UUID id, @QueryParam("days") @DefaultValue("7") int days) {
    if (days < 1 || days > MOST_DAYS) {
      throw ProblemException.field(
          "days", "%d days are none, or too many.".formatted(days), "Write 1 to 31.");
    }
    UUID organization = caller.organization();
    Instant now = clock.instant();
    // Leases are of buyers: whoever owns the site sees in the broker's name how long they hold it.
    return database.transaction(
        Scope.BROKER,
        session ->
            SitePages.own(session, id, organization)
                .chain(site -> calendar(session, site, now))
                .map(calendar -> calendar.of(days * HOURS_OF_A_DAY)));
  }

  private Uni<SiteCalendar> calendar(Mutiny.Session session, SiteEntity site, Instant now) {
    return views
        .of(session, List.of(site), now)
        .chain(
            seen ->
                closed(session, site, now)
                    .chain(
                        closed ->
                            held(session, seen.get(0))
                                .map(held -> new SiteCalendar(seen.get(0), closed, held))));
  }

  private static Uni<List<SiteCalendar.Closed>> closed(
      Mutiny.Session session, SiteEntity site, Instant now) {
    return session
        .createQuery(
            "from ClosureEntity where site = :site and liftedAt is null and (untilAt is null or"
                + " untilAt > :now) order by drainAt",
            ClosureEntity.class)
        .setParameter("site", site.id)
        .setParameter("now", now)
        .getResultList()
        .map(rows -> rows.stream().map(CalendarResource::closed).toList());
  }

  private static SiteCalendar.Closed closed(ClosureEntity row) {
    return new SiteCalendar.Closed(
        Optional.ofNullable(row.agent), row.drainAt, Optional.ofNullable(row.untilAt), row.reason);
  }

  private Uni<List<SiteCalendar.Held>> held(Mutiny.Session session, Site site) {
    return session
        .createQuery(
            "select a, l, w from AssignmentEntity a join LeaseEntity l on l.id = a.lease join"
                + " WorkloadEntity w on w.id = l.workload where a.site = :site and a.state <>"
                + " 'terminated' and a.agent is not null",
            Object[].class)
        .setParameter("site", site.id().value())
        .getResultList()
        .map(rows -> rows.stream().flatMap(row -> held(site, row).stream()).toList());
  }

  private Optional<SiteCalendar.Held> held(Site site, Object[] row) {
    AssignmentEntity place = (AssignmentEntity) row[0];
    LeaseEntity lease = (LeaseEntity) row[1];
    WorkloadEntity workload = (WorkloadEntity) row[2];
    Instant since = lease.began();
    Optional<Instant> until = specs.limits(workload.spec).maxDuration().map(since::plus);
    return site.machines().stream()
        .filter(machine -> machine.name().equals(String.valueOf(place.agent)))
        .findFirst()
        .map(machine -> held(machine, place, until));
  }

  private static SiteCalendar.Held held(
      SiteMachine machine, AssignmentEntity place, Optional<Instant> until) {
    return new SiteCalendar.Held(
        UUID.fromString(machine.name()),
        SiteCalendar.units(machine, place.accelerators, place.vcpus),
        until);
  }
}
