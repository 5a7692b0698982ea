package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Assignment;
import io.tradewind.api.Instance;
import io.tradewind.api.InstanceType;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Runs;
import io.tradewind.api.Site;
import io.tradewind.api.SiteDirectory;
import io.tradewind.api.SiteId;
import io.tradewind.api.SiteMachine;
import io.tradewind.api.agent.Pulse;
import io.tradewind.api.site.Ask;
import io.tradewind.api.site.Reclaimable;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.PlainSql;
import io.tradewind.server.event.Signals;
import io.tradewind.server.lease.LeaseEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The enrolled sites and what is assigned to them, in the database. Room is given out under a lock
 * on the site's row.
 */
@ApplicationScoped
public class SiteBook implements SiteDirectory {
  private static final Duration TOLD_AGAIN = Duration.ofSeconds(10);
  private static final String LOCK_PLACE =
      "select 1 from (select pg_advisory_xact_lock(hashtextextended($1, 17))) held";

  private final Database database;
  private final SiteViews views;
  private final Signals signals;
  private final Clock clock;

  SiteBook(Database database, SiteViews views, Signals signals, Clock clock) {
    this.database = database;
    this.views = views;
    this.signals = signals;
    this.clock = clock;
  }

  @Override
  public List<Site> sites() {
    Instant now = clock.instant();
    return database.blocking(
        session ->
            session
                .createQuery(
                    "from SiteEntity s where exists (select 1 from AgentEntity a where a.site ="
                        + " s.id and a.inventory is not null and a.revokedAt is null) order by"
                        + " s.provider",
                    SiteEntity.class)
                .getResultList()
                .chain(sites -> views.of(session, sites, now)));
  }

  @Override
  public Optional<Assignment> assign(LeaseId lease, SiteId site, InstanceType shape) {
    Optional<AssignmentEntity> assigned =
        database.blocking(
            session ->
                session
                    .find(SiteEntity.class, site.value(), LockModeType.PESSIMISTIC_WRITE)
                    .chain(row -> assign(session, row, lease, shape)));
    assigned.map(AssignmentEntity::subject).ifPresent(signals::changed);
    return assigned.map(AssignmentEntity::toAssignment);
  }

  /**
   * Places for leases that are written in the same transaction, on a site whose row stays locked
   * until it ends.
   *
   * @return of how many there was room; with fewer than all, the caller must let nothing stand
   */
  public Uni<List<UUID>> assign(
      Mutiny.Session session, SiteId site, List<LeaseEntity> leases, InstanceType shape) {
    Uni<List<UUID>> told = Uni.createFrom().item(new ArrayList<>());
    for (LeaseEntity lease : leases) {
      told = told.chain(so -> assign(session, site, lease.leaseId(), shape, so));
    }
    return told;
  }

  private Uni<List<UUID>> assign(
      Mutiny.Session session, SiteId site, LeaseId lease, InstanceType shape, List<UUID> told) {
    return session
        .find(SiteEntity.class, site.value(), LockModeType.PESSIMISTIC_WRITE)
        .chain(row -> assign(session, row, lease, shape))
        .call(session::flush)
        .map(
            assigned -> {
              assigned.map(AssignmentEntity::subject).ifPresent(told::add);
              return told;
            });
  }

  private Uni<Optional<AssignmentEntity>> assign(
      Mutiny.Session session, @Nullable SiteEntity site, LeaseId lease, InstanceType shape) {
    if (site == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    return session
        .find(AssignmentEntity.class, lease.value())
        .chain(
            known -> {
              if (known != null) {
                return Uni.createFrom().item(Optional.of(known));
              }
              return views
                  .of(session, List.of(site), clock.instant())
                  .chain(seen -> place(session, site, seen.get(0), lease, shape));
            });
  }

  private Uni<Optional<AssignmentEntity>> place(
      Mutiny.Session session, SiteEntity site, Site seen, LeaseId lease, InstanceType shape) {
    return session
        .find(LeaseEntity.class, lease.value())
        .chain(
            row ->
                isClosedTo(site, shape, row)
                    ? Uni.createFrom().item(Optional.<AssignmentEntity>empty())
                    : place(session, site, seen, lease, shape, row));
  }

  /** Whether the machines run their own organization's processes alone, and it is another's. */
  private static boolean isClosedTo(
      SiteEntity site, InstanceType shape, @Nullable LeaseEntity lease) {
    return Runs.isForOwnerAlone(shape.runs())
        && lease != null
        && !lease.organization.equals(site.organization);
  }

  private Uni<Optional<AssignmentEntity>> place(
      Mutiny.Session session,
      SiteEntity site,
      Site seen,
      LeaseId lease,
      InstanceType shape,
      @Nullable LeaseEntity row) {
    double watts = Site.ratedWatts(shape);
    boolean powered = seen.freeWatts().isEmpty() || seen.freeWatts().getAsDouble() >= watts;
    Optional<SiteMachine> machine = powered ? tightest(seen, shape) : Optional.empty();
    if (machine.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    AssignmentEntity assignment = new AssignmentEntity();
    assignment.lease = lease.value();
    assignment.site = site.id;
    assignment.agent = UUID.fromString(machine.get().name());
    assignment.provider = site.provider;
    assignment.region = site.region;
    assignment.vcpus = shape.vcpus();
    assignment.memoryMib = shape.memory().mebibytes();
    assignment.accelerators =
        shape.accelerators().map(AcceleratorSet::count).orElse(0.0).intValue();
    assignment.watts = watts;
    assignment.noticeSeconds = row == null ? null : notice(row, seen, shape);
    return nextChange(session, site.id)
        .invoke(change -> assignment.become(Instance.State.PENDING, clock.instant(), change))
        .chain(() -> session.persist(assignment))
        .replaceWith(() -> Optional.of(assignment));
  }

  private static @Nullable Long notice(LeaseEntity lease, Site site, InstanceType shape) {
    String unit = shape.accelerators().map(set -> set.model().name()).orElse(Ask.PROCESSOR);
    return lease.offer.endsWith(":spot")
        ? site.ask(unit)
            .flatMap(Ask::reclaimable)
            .map(it -> it.notice().toSeconds())
            .orElse(Reclaimable.SHORTEST_NOTICE.toSeconds())
        : null;
  }

  /** Where the least is left over, so that large shares stay whole elsewhere. */
  private static Optional<SiteMachine> tightest(Site site, InstanceType shape) {
    return site.machines().stream()
        .filter(machine -> machine.room(shape) > 0)
        .min(
            Comparator.comparingDouble(SiteMachine::freeAccelerators)
                .thenComparingDouble(SiteMachine::freeVcpus)
                .thenComparing(SiteMachine::name));
  }

  /**
   * The next number in the order in which a place's changes are committed: an agent that has seen
   * one has seen all before it. Until the transaction ends, others wait here.
   */
  public static Uni<Long> nextChange(Mutiny.Session session, UUID place) {
    return PlainSql.rows(session, LOCK_PLACE, place.toString())
        .chain(() -> PlainSql.value(session, "select nextval('work_change')"))
        .map(Long.class::cast);
  }

  @Override
  public Optional<Assignment> assignment(LeaseId lease) {
    AssignmentEntity row =
        database.blocking(session -> session.find(AssignmentEntity.class, lease.value()));
    return Optional.ofNullable(row)
        .filter(known -> known.site != null)
        .map(AssignmentEntity::toAssignment)
        .filter(assignment -> assignment.state() != Instance.State.TERMINATED);
  }

  @Override
  public List<Assignment> assignments() {
    return database.blocking(
        session ->
            session
                .createQuery(
                    "from AssignmentEntity where state <> 'terminated' and site is not null",
                    AssignmentEntity.class)
                .getResultList()
                .map(rows -> rows.stream().map(AssignmentEntity::toAssignment).toList()));
  }

  @Override
  public void release(LeaseId lease) {
    database
        .blocking(
            session ->
                session
                    .find(AssignmentEntity.class, lease.value(), LockModeType.PESSIMISTIC_WRITE)
                    .chain(row -> release(session, row)))
        .ifPresent(signals::changed);
  }

  private Uni<Optional<UUID>> release(Mutiny.Session session, @Nullable AssignmentEntity row) {
    if (row == null || row.state() == Instance.State.TERMINATED) {
      return Uni.createFrom().item(Optional.empty());
    }
    return heard(session, row)
        .chain(
            heard -> {
              Instant now = clock.instant();
              boolean lost =
                  heard.isEmpty() || Pulse.of(heard.get(), Pulse.INTERVAL, now) == Pulse.LOST;
              // A lost agent has ended the workload by its own rule and will not tell us so.
              Instance.State next = lost ? Instance.State.TERMINATED : Instance.State.STOPPING;
              // The agent may have read past the first word of it, so it is told again.
              if (row.state() == next && row.since.plus(TOLD_AGAIN).isAfter(now)) {
                return Uni.createFrom().item(Optional.<UUID>empty());
              }
              return nextChange(session, row.place())
                  .invoke(change -> row.become(next, now, change))
                  .replaceWith(Optional.of(row.subject()));
            });
  }

  /**
   * When the agent of a lease's machine was last heard; empty for a lease that has none, or whose
   * agent is revoked.
   */
  public Optional<Instant> lastHeard(UUID lease) {
    return database.blocking(
        session ->
            session
                .find(AssignmentEntity.class, lease)
                .chain(
                    row ->
                        row == null
                            ? Uni.createFrom().item(Optional.<Instant>empty())
                            : heard(session, row)));
  }

  static Uni<Optional<Instant>> heard(Mutiny.Session session, AssignmentEntity row) {
    boolean onAMachine = row.agent != null;
    return session
        .createQuery(
            "select max(a.lastHeartbeat) from AgentEntity a where a.revokedAt is null and "
                + (onAMachine ? "a.id = :who" : "a.place = :who"),
            Instant.class)
        .setParameter("who", row.subject())
        .getSingleResultOrNull()
        .map(Optional::ofNullable);
  }
}
