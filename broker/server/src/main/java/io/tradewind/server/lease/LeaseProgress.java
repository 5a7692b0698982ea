package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Locale;
import org.hibernate.reactive.mutiny.Mutiny;

/** What an agent's report of a new phase means for the lease and its workload. */
@ApplicationScoped
public class LeaseProgress {
  private static final String NOT_RUNNING =
      "select count(*) from LeaseEntity where workload = :workload and attempt = :attempt and"
          + " activeAt is null";

  /** Applies a report that advances, in the transaction that holds the lease's row. */
  public Uni<Void> report(
      Mutiny.Session session, LeaseEntity lease, LeaseReport.Status report, Instant now) {
    lease.phase = report.phase().name();
    if (report.phase() == Phase.RUNNING) {
      return running(session, lease, report.at(), now);
    }
    if (!report.phase().isFinal()) {
      return session.persist(event(lease, now, report.phase(), begun(report.phase())));
    }
    lease.endedAt = report.at();
    lease.exitCode = report.exitCode();
    lease.stop(closing(lease, report.phase()), report.reason(), now);
    return session.persist(event(lease, now, report.phase(), ended(report)));
  }

  private static Uni<Void> running(
      Mutiny.Session session, LeaseEntity lease, Instant since, Instant now) {
    if (lease.state() == LeaseState.REQUESTED) {
      // The agent was faster than the broker's own note of the provider's answer.
      lease.become(LeaseState.PROVISIONING);
    }
    if (lease.state() == LeaseState.PROVISIONING) {
      lease.become(LeaseState.ACTIVE);
    }
    lease.activeAt = since;
    return (lease.inGang()
            ? runsWithAll(session, lease, since, now)
            : runs(session, lease, since, now))
        .chain(
            () ->
                session.persist(
                    event(
                        lease, now, Phase.RUNNING, "The workload runs; the meter runs with it.")));
  }

  private static Uni<Void> runs(
      Mutiny.Session session, LeaseEntity lease, Instant since, Instant now) {
    return session
        .find(WorkloadEntity.class, lease.workload)
        .invoke(workload -> workload.run(since, now))
        .replaceWithVoid();
  }

  /** A workload of several nodes runs when the last of them does. */
  private static Uni<Void> runsWithAll(
      Mutiny.Session session, LeaseEntity lease, Instant since, Instant now) {
    return session
        .flush()
        .chain(
            () ->
                session.find(WorkloadEntity.class, lease.workload, LockModeType.PESSIMISTIC_WRITE))
        .chain(
            workload ->
                session
                    .createQuery(NOT_RUNNING, Long.class)
                    .setParameter("workload", lease.workload)
                    .setParameter("attempt", lease.attempt)
                    .getSingleResult()
                    .invoke(
                        missing -> {
                          if (missing == 0) {
                            workload.run(since, now);
                          }
                        }))
        .replaceWithVoid();
  }

  private static String begun(Phase phase) {
    return phase == Phase.ACCEPTED
        ? "The agent took the workload on."
        : "The agent prepares the workload.";
  }

  /** The provider's word that it takes the machine back; the first one stands. */
  public Uni<Void> takenBack(
      Mutiny.Session session, LeaseEntity lease, LeaseReport.Reclaim report, Instant now) {
    if (lease.reclaimAt != null) {
      return Uni.createFrom().voidItem();
    }
    lease.reclaimAt = report.at();
    String detail =
        "The provider takes the machine back at %s: %s.".formatted(report.at(), report.reason());
    return session.persist(
        new EventEntity(
            now,
            lease.organization,
            lease.workload,
            lease.id,
            "lease.interrupted",
            "agent",
            detail));
  }

  private static CloseReason closing(LeaseEntity lease, Phase phase) {
    return switch (phase) {
      case ENDED -> CloseReason.COMPLETED;
      case FAILED, STOPPED ->
          lease.reclaimAt == null ? CloseReason.WORKLOAD_FAILED : CloseReason.INTERRUPTED;
      case ACCEPTED, PREPARING, RUNNING ->
          throw new IllegalArgumentException("Phase %s is not final.".formatted(phase));
    };
  }

  private static String ended(LeaseReport.Status report) {
    return report.exitCode() == null
        ? "The workload is %s: %s.".formatted(lower(report.phase()), report.reason())
        : "The workload ended with exit code %d.".formatted(report.exitCode());
  }

  private static EventEntity event(LeaseEntity lease, Instant now, Phase phase, String detail) {
    return new EventEntity(
        now,
        lease.organization,
        lease.workload,
        lease.id,
        "workload." + lower(phase),
        "agent",
        detail);
  }

  private static String lower(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
