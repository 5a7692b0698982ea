package io.tradewind.server.site;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.Instance;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.server.agent.AssignmentEntity;
import io.tradewind.server.agent.ClosureEntity;
import io.tradewind.server.agent.SiteBook;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.Signals;
import io.tradewind.server.lease.CloseReason;
import io.tradewind.server.lease.LeaseEngine;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.lease.LeaseProgress;
import io.tradewind.server.lease.LeaseState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Moves leases out of the way of what operators announced: the tenant is told at once, the workload
 * two minutes before, and at the time itself the lease ends as interrupted, from where its owner's
 * retry carries on. Every broker looks; each lease is moved under its row's lock, so that looking
 * twice does no harm.
 */
@ApplicationScoped
class Reclamations {
  private static final Logger LOG = Logger.getLogger(Reclamations.class);
  private static final Duration FOR_THE_WORKLOAD = Duration.ofMinutes(2);

  private static final String CONCERNED =
"""
select a.lease from assignment a join lease l on l.id = a.lease
  left join site_closure mine on mine.id = a.closure
  left join site_closure c on c.site = a.site and (c.agent is null or c.agent = a.agent) and c.lifted_at is null
    and (c.until_at is null or c.until_at > :now)
where a.site is not null and a.state in ('pending', 'running') and l.stop_reason is null
  and (mine.lifted_at is not null
    or a.closure is null and c.id is not null
    or mine.lifted_at is null and mine.id is not null and
      (a.reclaim_reason is null and mine.from_at <= :soon or mine.from_at <= :now))
""";

  private static final String FIRST =
      "from ClosureEntity where site = :site and (agent is null or agent = :agent) and liftedAt is"
          + " null and (untilAt is null or untilAt > :now) order by fromAt, id";

  private final Database database;
  private final LeaseProgress progress;
  private final LeaseEngine engine;
  private final Signals signals;
  private final Clock clock;

  Reclamations(
      Database database, LeaseProgress progress, LeaseEngine engine, Signals signals, Clock clock) {
    this.database = database;
    this.progress = progress;
    this.engine = engine;
    this.signals = signals;
    this.clock = clock;
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> look() {
    return concerned().chain(this::moveAll);
  }

  private Uni<List<UUID>> concerned() {
    Instant now = clock.instant();
    return database.transaction(
        session ->
            session
                .createNativeQuery(CONCERNED, UUID.class)
                .setParameter("now", now)
                .setParameter("soon", now.plus(FOR_THE_WORKLOAD))
                .getResultList());
  }

  private Uni<Void> moveAll(List<UUID> leases) {
    Uni<Void> work = Uni.createFrom().voidItem();
    for (UUID lease : leases.stream().distinct().toList()) {
      work = work.chain(() -> moved(lease));
    }
    return work;
  }

  private Uni<Void> moved(UUID id) {
    return database
        .transaction(
            session ->
                session
                    .find(LeaseEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                    .chain(
                        lease ->
                            session
                                .find(AssignmentEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                                .call(place -> move(session, lease, place))
                                .invoke(place -> tell(lease, place))))
        .replaceWithVoid()
        .onFailure()
        .invoke(e -> LOG.errorf(e, "Lease %s could not be moved; it is tried again.", id))
        .onFailure()
        .recoverWithNull();
  }

  private void tell(LeaseEntity lease, AssignmentEntity place) {
    signals.changed(lease.workload);
    signals.changed(place.agent == null ? place.place() : place.agent);
    engine.wake();
  }

  private Uni<Void> move(Mutiny.Session session, LeaseEntity lease, AssignmentEntity place) {
    boolean open =
        place.state() == Instance.State.PENDING || place.state() == Instance.State.RUNNING;
    if (!open || lease.stopReason() != null || lease.state() == LeaseState.CLOSED) {
      return Uni.createFrom().voidItem();
    }
    return session
        .createQuery(FIRST, ClosureEntity.class)
        .setParameter("site", place.site)
        .setParameter("agent", place.agent)
        .setParameter("now", clock.instant())
        .setMaxResults(1)
        .getSingleResultOrNull()
        .chain(
            closure ->
                closure == null ? stays(lease, place) : goes(session, lease, place, closure));
  }

  /** What was announced has been lifted in time. */
  private static Uni<Void> stays(LeaseEntity lease, AssignmentEntity place) {
    if (place.reclaimReason == null) {
      place.closure = null;
      lease.reclaimAt = null;
    }
    return Uni.createFrom().voidItem();
  }

  private Uni<Void> goes(
      Mutiny.Session session, LeaseEntity lease, AssignmentEntity place, ClosureEntity closure) {
    Instant now = clock.instant();
    Uni<Void> work = Uni.createFrom().voidItem();
    if (!closure.id.equals(place.closure)) {
      place.closure = closure.id;
      lease.reclaimAt = null;
      work = progress.takenBack(session, lease, notice(lease, closure), now);
    }
    if (!now.isBefore(closure.fromAt)) {
      lease.stop(CloseReason.INTERRUPTED, why(closure), now);
    } else if (place.reclaimReason == null
        && !now.isBefore(closure.fromAt.minus(FOR_THE_WORKLOAD))) {
      place.reclaimReason = closure.kind + ": " + closure.reason;
      work =
          work.chain(() -> SiteBook.nextChange(session, place.place()))
              .invoke(place::renew)
              .replaceWithVoid();
    }
    return work;
  }

  private static LeaseReport.Reclaim notice(LeaseEntity lease, ClosureEntity closure) {
    return new LeaseReport.Reclaim(
        lease.generation, closure.fromAt, closure.kind + ", " + closure.reason);
  }

  private static @Nullable String why(ClosureEntity closure) {
    return "The site took its machine back for %s: %s.".formatted(closure.kind, closure.reason);
  }
}
