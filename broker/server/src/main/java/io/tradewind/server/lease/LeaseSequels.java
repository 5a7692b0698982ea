package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.workload.Retry.Cause;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.lease.LeaseHolds.Outcome;
import io.tradewind.server.workload.PlacementEntity;
import io.tradewind.server.workload.WorkloadEntity;
import io.tradewind.server.workload.WorkloadState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** What a closed lease means for its workload: done, failed, cancelled, or the next offer. */
@ApplicationScoped
class LeaseSequels {
  private static final String BROKER = "broker";

  private final LeaseDrafts drafts;
  private final Recovery recovery;

  LeaseSequels(LeaseDrafts drafts, Recovery recovery) {
    this.drafts = drafts;
    this.recovery = recovery;
  }

  EventEntity event(LeaseEntity lease, Instant now, String type, String detail) {
    return new EventEntity(now, lease.organization, lease.workload, lease.id, type, BROKER, detail);
  }

  String ending(LeaseEntity lease) {
    CloseReason reason = lease.stopReason();
    String why = reason == null ? "ending" : reason.wireName().replace('_', ' ');
    return lease.detail == null
        ? "Ending: %s.".formatted(why)
        : "Ending: %s. %s".formatted(why, lease.detail);
  }

  Outcome closed(LeaseEntity lease, Instant now) {
    CloseReason reason = lease.closeReason();
    if (reason == null) {
      throw new IllegalStateException("Lease %s is not closed.".formatted(lease.id));
    }
    Outcome outcome =
        Outcome.of(
            event(
                lease,
                now,
                "lease.closed",
                "Closed: %s.".formatted(reason.wireName().replace('_', ' '))));
    return outcome.and(session -> follow(session, lease, reason, now));
  }

  private Uni<Void> follow(
      Mutiny.Session session, LeaseEntity lease, CloseReason reason, Instant now) {
    return session
        .find(WorkloadEntity.class, lease.workload)
        .chain(
            workload -> {
              if (workload.cancelRequested && reason.sequel() != CloseReason.Sequel.BY_EXIT_CODE) {
                return end(session, workload, WorkloadState.CANCELLED, "Cancelled.", now);
              }
              return switch (reason.sequel()) {
                case BY_EXIT_CODE -> byExitCode(session, workload, lease, now);
                case CANCELLED ->
                    end(session, workload, WorkloadState.CANCELLED, "Cancelled.", now);
                case FAILED ->
                    recovery.waitOrEnd(
                        session,
                        workload,
                        reason.cause(),
                        WorkloadState.FAILED,
                        failure(lease, reason),
                        now);
                case NEXT_OFFER -> nextOffer(session, workload, lease, now);
              };
            });
  }

  private Uni<Void> byExitCode(
      Mutiny.Session session, WorkloadEntity workload, LeaseEntity lease, Instant now) {
    Integer code = lease.exitCode;
    workload.exitCode = code;
    if (code != null && code == 0) {
      return end(session, workload, WorkloadState.SUCCEEDED, "Ended with exit code 0.", now);
    }
    return recovery.waitOrEnd(
        session,
        workload,
        CloseReason.COMPLETED.cause(),
        WorkloadState.FAILED,
        "Ended with exit code %s.".formatted(code),
        now);
  }

  private Uni<Void> nextOffer(
      Mutiny.Session session, WorkloadEntity workload, LeaseEntity lease, Instant now) {
    return session
        .find(PlacementEntity.class, lease.placement)
        .chain(
            placement -> {
              Optional<LeaseEntity> next =
                  drafts.next(workload, placement, lease.turn, lease.attempt, now);
              if (next.isEmpty()) {
                String why =
                    "No offer of the placement could be started; the last one said: "
                        + lease.detail;
                WorkloadState end =
                    workload.startedAt == null ? WorkloadState.UNPLACED : WorkloadState.FAILED;
                return recovery.waitOrEnd(
                    session, workload, Optional.of(Cause.NO_CAPACITY), end, why, now);
              }
              EventEntity tried =
                  event(
                      next.get(),
                      now,
                      "lease.requested",
                      "Attempt %d: %s in %s at %s an hour, since attempt %d could not start (%s)."
                          .formatted(
                              next.get().attempt,
                              next.get().instanceType,
                              next.get().region,
                              next.get().hourlyRate().perHour(),
                              lease.attempt,
                              lease.detail));
              // The closed row goes first: the database allows one open lease of a workload.
              return session.flush().chain(() -> session.persistAll(next.get(), tried));
            });
  }

  private Uni<Void> end(
      Mutiny.Session session,
      WorkloadEntity workload,
      WorkloadState state,
      String why,
      Instant now) {
    workload.become(state, why, now);
    return session.persist(
        new EventEntity(
            now,
            workload.organization,
            workload.id,
            null,
            "workload." + state.wireName(),
            BROKER,
            why));
  }

  private static String failure(LeaseEntity lease, CloseReason reason) {
    return lease.detail == null ? reason.wireName().replace('_', ' ') : lease.detail;
  }
}
