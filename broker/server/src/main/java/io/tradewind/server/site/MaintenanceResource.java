package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.ProviderId;
import io.tradewind.server.agent.AgentEntity;
import io.tradewind.server.agent.ClosureEntity;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.feed.FeedPoller;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** How an operator takes capacity back: announced, with notice, and lifted again. */
@Path("/api/v1/sites/{site}/maintenance")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sites")
public class MaintenanceResource {
  private static final ProviderId FEED = new ProviderId("datacenter");
  private static final Duration LONGEST_DRAIN = Duration.ofHours(24);
  private static final Duration LONGEST_AHEAD = Duration.ofDays(366);
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final Database database;
  private final FeedPoller feeds;
  private final Caller caller;
  private final Clock clock;

  MaintenanceResource(Database database, FeedPoller feeds, Caller caller, Clock clock) {
    this.database = database;
    this.feeds = feeds;
    this.caller = caller;
    this.clock = clock;
  }

  /** What is taken back, and when. */
  @Schema(name = "MaintenanceRequest")
  public record Body(
      @Schema(required = true, description = "Tenants read it.") @Nullable String reason,
      @Schema(nullable = true, description = "When it begins; or noticeSeconds from now.")
          @Nullable String from,
      @Schema(nullable = true, description = "In place of from; 0 is at once.")
          @Nullable Long noticeSeconds,
      @Schema(nullable = true, description = "Without it: until it is lifted.")
          @Nullable String until,
      @Schema(nullable = true, description = "One machine; without it the whole site.")
          @Nullable UUID agent,
      @Schema(
              nullable = true,
              description = "reclamation: the owner needs it; maintenance without it.",
              enumeration = {"maintenance", "reclamation"})
          @Nullable String kind) {}

  /**
   * A time in which capacity is not for tenants.
   *
   * @param drainAt from then on nothing is sold
   * @param from from then on nothing runs
   * @param leases that are, or were, moved for it
   * @param breaks how many of these were promised more than this
   */
  @Schema(name = "Maintenance")
  public record Announcement(
      @Schema(required = true) UUID id,
      @Schema(required = true, nullable = true) @Nullable UUID agent,
      @Schema(
              required = true,
              enumeration = {"maintenance", "reclamation"})
          String kind,
      @Schema(required = true) String reason,
      @Schema(
              required = true,
              enumeration = {"announced", "draining", "closed", "over", "lifted"})
          String state,
      @Schema(required = true) Instant announcedAt,
      @Schema(required = true) Instant drainAt,
      @Schema(required = true) Instant from,
      @Schema(required = true, nullable = true) @Nullable Instant until,
      @Schema(required = true) long leases,
      @Schema(required = true) long breaks) {}

  @GET
  @Operation(
      operationId = "listMaintenance",
      summary = "When a site is not for tenants, newest first")
  public Uni<Page<Announcement>> list(@PathParam("site") UUID id) {
    UUID organization = caller.organization();
    return database.transaction(
        Scope.BROKER,
        session ->
            SitePages.own(session, id, organization)
                .chain(
                    site ->
                        session
                            .createQuery(
                                "from ClosureEntity where site = :site order by announcedAt desc",
                                ClosureEntity.class)
                            .setParameter("site", site.id)
                            .setMaxResults(100)
                            .getResultList())
                .chain(closures -> views(session, closures))
                .map(Page::whole));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "announceMaintenance",
      summary = "Take a site or a machine back",
      description =
          "Tenants are told at once, their workloads two minutes before, and their leases move by"
              + " their retry. Maintenance keeps its promise when it is announced a day ahead;"
              + " reclaimable capacity needs the notice of its ask. Broken promises cost"
              + " reliability.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = Announcement.class)))
  public Uni<Response> announce(@PathParam("site") UUID id, @Nullable Body body) {
    UUID organization = caller.organization();
    ClosureEntity closure = read(ProblemException.sent(body), clock.instant());
    closure.announcedBy = caller.subject();
    return database
        .transaction(
            Scope.BROKER,
            session ->
                SitePages.own(session, id, organization)
                    .call(site -> ofSite(session, site, closure.agent))
                    .invoke(
                        site -> {
                          closure.site = site.id;
                          closure.organization = site.organization;
                        })
                    .call(site -> session.persist(closure))
                    .call(site -> session.persist(event(site, closure, "announced")))
                    .chain(() -> views(session, List.of(closure))))
        .invoke(() -> feeds.refresh(FEED))
        .map(views -> Response.status(201).entity(views.get(0)).build());
  }

  @DELETE
  @Path("{maintenance}")
  @Operation(
      operationId = "liftMaintenance",
      summary = "Give it back to the market",
      description = "Leases that have not been ended for it stay where they are.")
  @APIResponse(responseCode = "204")
  public Uni<Response> lift(
      @PathParam("site") UUID id, @PathParam("maintenance") UUID maintenance) {
    UUID organization = caller.organization();
    String by = caller.subject();
    return database
        .transaction(
            Scope.BROKER,
            session ->
                SitePages.own(session, id, organization)
                    .chain(
                        site ->
                            session
                                .find(ClosureEntity.class, maintenance)
                                .chain(closure -> lifted(session, site, closure, maintenance, by))))
        .invoke(() -> feeds.refresh(FEED))
        .map(done -> Response.noContent().build());
  }

  private Uni<Void> lifted(
      Mutiny.Session session,
      SiteEntity site,
      @Nullable ClosureEntity closure,
      UUID id,
      String by) {
    if (closure == null || !closure.site.equals(site.id)) {
      throw ProblemException.notFound("maintenance", id);
    }
    if (closure.liftedAt != null) {
      return Uni.createFrom().voidItem();
    }
    closure.liftedAt = clock.instant();
    closure.announcedBy = by;
    return session.persist(event(site, closure, "lifted"));
  }

  private ClosureEntity read(Body body, Instant now) {
    ClosureEntity closure = new ClosureEntity();
    closure.id = UUID.randomUUID();
    closure.agent = body.agent();
    closure.reason = reason(body.reason());
    closure.kind = body.kind() == null ? "maintenance" : body.kind();
    if (!closure.kind.equals("maintenance") && !closure.kind.equals("reclamation")) {
      throw ProblemException.field(
          "kind", "'%s' is no kind.".formatted(body.kind()), "Write maintenance or reclamation.");
    }
    closure.announcedAt = now;
    closure.fromAt = begin(body, now);
    closure.untilAt = instant("until", body.until()).orElse(null);
    if (closure.untilAt != null && !closure.untilAt.isAfter(closure.fromAt)) {
      throw ProblemException.field("until", "It ends before it begins.", "Write a later moment.");
    }
    if (closure.untilAt != null && closure.untilAt.isAfter(closure.fromAt.plus(LONGEST))) {
      throw ProblemException.field(
          "until", "That is more than ten years.", "Leave it out: until it is lifted.");
    }
    Instant drain = closure.fromAt.minus(LONGEST_DRAIN);
    closure.drainAt = drain.isBefore(now) ? now : drain;
    return closure;
  }

  private static String reason(@Nullable String text) {
    String reason = text == null ? "" : text.strip();
    if (reason.isEmpty()
        || reason.length() > 200
        || reason.chars().anyMatch(Character::isISOControl)) {
      throw ProblemException.field(
          "reason", "There must be a reason of one line.", "Write 1 to 200 characters.");
    }
    return reason;
  }

  private static Instant begin(Body body, Instant now) {
    Optional<Instant> from = instant("from", body.from());
    if (from.isPresent() == (body.noticeSeconds() != null)) {
      throw ProblemException.field(
          "from", "There must be a beginning.", "Write either from or noticeSeconds.");
    }
    long notice = body.noticeSeconds() == null ? 0 : body.noticeSeconds();
    Instant begin = from.orElse(now.plusSeconds(Math.max(-1, Math.min(notice, 400L * 86_400))));
    if (begin.isBefore(now) || begin.isAfter(now.plus(LONGEST_AHEAD))) {
      throw ProblemException.field(
          "from", "%s is not within a year from now.".formatted(begin), "Write a later moment.");
    }
    return begin;
  }

  private static Optional<Instant> instant(String field, @Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException e) {
      throw ProblemException.field(
          field, "'%s' is no moment.".formatted(text), "Write UTC, such as 2026-12-01T08:00:00Z.");
    }
  }

  private static Uni<Void> ofSite(Mutiny.Session session, SiteEntity site, @Nullable UUID agent) {
    return agent == null
        ? Uni.createFrom().voidItem()
        : session
            .find(AgentEntity.class, agent)
            .invoke(
                found -> {
                  if (found == null || !site.id.equals(found.site)) {
                    throw ProblemException.field(
                        "agent", "It is no agent of this site.", "Write an id of GET sites.");
                  }
                })
            .replaceWithVoid();
  }

  private Uni<List<Announcement>> views(Mutiny.Session session, List<ClosureEntity> closures) {
    return Promises.tallies(session, closures.stream().map(closure -> closure.id).toList())
        .map(
            tallies ->
                closures.stream()
                    .map(
                        closure ->
                            view(closure, tallies.getOrDefault(closure.id, Promises.Tally.NONE)))
                    .toList());
  }

  private Announcement view(ClosureEntity closure, Promises.Tally tally) {
    return new Announcement(
        closure.id,
        closure.agent,
        closure.kind,
        closure.reason,
        state(closure, clock.instant()),
        closure.announcedAt,
        closure.drainAt,
        closure.fromAt,
        closure.untilAt,
        tally.leases(),
        tally.broken());
  }

  private static String state(ClosureEntity closure, Instant now) {
    if (closure.liftedAt != null) {
      return "lifted";
    }
    if (closure.untilAt != null && !now.isBefore(closure.untilAt)) {
      return "over";
    }
    if (!now.isBefore(closure.fromAt)) {
      return "closed";
    }
    return now.isBefore(closure.drainAt) ? "announced" : "draining";
  }

  private EventEntity event(SiteEntity site, ClosureEntity closure, String what) {
    return new EventEntity(
        clock.instant(),
        site.organization,
        null,
        null,
        "site.%s_%s".formatted(closure.kind, what),
        closure.announcedBy,
        "%s: %s from %s%s: %s."
            .formatted(
                site.name,
                closure.agent == null ? "all of it" : "machine " + closure.agent,
                closure.fromAt,
                closure.untilAt == null ? "" : " until " + closure.untilAt,
                closure.reason));
  }
}
