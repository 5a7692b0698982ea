package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.event.Signals;
import io.tradewind.server.lease.CloseReason;
import io.tradewind.server.lease.LeaseEngine;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Ends a workload at its owner's wish. Cancelling what has ended changes nothing. */
@ApplicationScoped
class Cancellations {
  /** More offers than a placement has. */
  private static final int MOST_MOVES = 20;

  private static final String OPEN =
      "from LeaseEntity where workload = :workload and state <> 'closed'";
  private static final String IN_ORDER = " order by node, id";

  private final Database database;
  private final LeaseEngine engine;
  private final Signals signals;
  private final Clock clock;

  Cancellations(Database database, LeaseEngine engine, Signals signals, Clock clock) {
    this.database = database;
    this.engine = engine;
    this.signals = signals;
    this.clock = clock;
  }

  Uni<Void> cancel(Submissions.Owner owner, UUID workload) {
    return database
        .transaction(session -> cancel(session, owner, workload))
        .onFailure(LeaseMovedOn.class)
        .retry()
        .atMost(MOST_MOVES)
        .invoke(
            () -> {
              signals.changed(workload);
              engine.wake();
            });
  }

  /**
   * The lease is locked before the workload, as everywhere: the other order could lock both sides
   * out.
   */
  Uni<Void> cancel(Mutiny.Session session, Submissions.Owner owner, UUID workload) {
    return session
        .createQuery(OPEN + IN_ORDER, LeaseEntity.class)
        .setParameter("workload", workload)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultList()
        .chain(
            leases ->
                session
                    .find(WorkloadEntity.class, workload, LockModeType.PESSIMISTIC_WRITE)
                    .chain(
                        row ->
                            unlessMovedOn(session, workload, leases)
                                .chain(() -> cancel(session, owner, workload, row, leases))));
  }

  /** A lease was opened while we waited for the locks of others. */
  private static final class LeaseMovedOn extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Uni<Void> unlessMovedOn(
      Mutiny.Session session, UUID workload, List<LeaseEntity> locked) {
    return session
        .createQuery("select count(*) " + OPEN, Long.class)
        .setParameter("workload", workload)
        .getSingleResult()
        .invoke(
            open -> {
              if (open > locked.size()) {
                throw new LeaseMovedOn();
              }
            })
        .replaceWithVoid();
  }

  private Uni<Void> cancel(
      Mutiny.Session session,
      Submissions.Owner owner,
      UUID id,
      @Nullable WorkloadEntity workload,
      List<LeaseEntity> leases) {
    if (workload == null || !workload.organization.equals(owner.organization())) {
      throw ProblemException.notFound("workload", id);
    }
    if (workload.state().isFinal() || workload.cancelRequested) {
      return Uni.createFrom().voidItem();
    }
    Instant now = clock.instant();
    workload.cancelRequested = true;
    if (workload.isService()) {
      // Its replicas are ended at the next look, which is now.
      workload.become(WorkloadState.CANCELLING, null, now);
      workload.reconcileAt = now;
    } else if (leases.isEmpty()) {
      workload.become(WorkloadState.CANCELLED, "Cancelled.", now);
    } else {
      workload.become(WorkloadState.CANCELLING, null, now);
      String who = "Cancelled by %s.".formatted(owner.subject());
      leases.forEach(lease -> lease.stop(CloseReason.CANCELLED, who, now));
    }
    return session.persist(
        new EventEntity(
            now,
            workload.organization,
            id,
            leases.isEmpty() ? null : leases.get(0).id,
            "workload.cancelling",
            owner.subject(),
            "Cancelled by %s.".formatted(owner.subject())));
  }
}
