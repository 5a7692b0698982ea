package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.workload.Retry.Cause;
import io.tradewind.server.admission.Admission;
import io.tradewind.server.admission.Refusal;
import io.tradewind.server.budget.Funds;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.lease.LeaseHolds.Outcome;
import io.tradewind.server.meter.Meter;
import io.tradewind.server.workload.PlacementEntity;
import io.tradewind.server.workload.WorkloadEntity;
import io.tradewind.server.workload.WorkloadState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/** What a closed lease means for its workload: done, failed, cancelled, or the next offer. */
@ApplicationScoped
class LeaseSequels {
  private static final String BROKER = "broker";

  private final LeaseDrafts drafts;
  private final Recovery recovery;
  private final Admission admission;
  private final Funds funds;
  private final Meter meter;

  LeaseSequels(
      LeaseDrafts drafts, Recovery recovery, Admission admission, Funds funds, Meter meter) {
    this.drafts = drafts;
    this.recovery = recovery;
    this.admission = admission;
    this.funds = funds;
    this.meter = meter;
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
    CloseReason reason = closeReason(lease);
    Outcome outcome =
        Outcome.of(
            event(
                lease,
                now,
                "lease.closed",
                "Closed: %s.".formatted(reason.wireName().replace('_', ' '))));
    return outcome.and(
        session ->
            owed(session, lease, reason, now)
                .chain(
                    () ->
                        lease.inGang() || lease.raced
                            ? followLast(session, lease, now)
                            : funds
                                .settle(session, lease, now)
                                .chain(() -> follow(session, lease, reason, lease, now))));
  }

  private Uni<Void> owed(
      Mutiny.Session session, LeaseEntity lease, CloseReason reason, Instant now) {
    return reason.isTheTenants() ? meter.owed(session, lease, now) : Uni.createFrom().voidItem();
  }

  /**
   * The last to close decides, of several nodes and of two starts; the lock on the workload makes
   * sure that there is one.
   */
  private Uni<Void> followLast(Mutiny.Session session, LeaseEntity lease, Instant now) {
    return session
        .flush()
        .chain(
            () ->
                session.find(WorkloadEntity.class, lease.workload, LockModeType.PESSIMISTIC_WRITE))
        .chain(() -> funds.settle(session, lease, now))
        .chain(() -> lease.raced ? race(session, lease) : gang(session, lease))
        .chain(
            nodes -> {
              if (nodes.stream().anyMatch(node -> node.state() != LeaseState.CLOSED)) {
                return Uni.createFrom().voidItem();
              }
              LeaseEntity decisive = decisive(nodes);
              LeaseEntity newest = nodes.get(nodes.size() - 1);
              return follow(session, decisive, closeReason(decisive), newest, now);
            });
  }

  private static Uni<List<LeaseEntity>> gang(Mutiny.Session session, LeaseEntity lease) {
    return session
        .createQuery(
            "from LeaseEntity where workload = :workload and attempt = :attempt order by node",
            LeaseEntity.class)
        .setParameter("workload", lease.workload)
        .setParameter("attempt", lease.attempt)
        .getResultList();
  }

  private static Uni<List<LeaseEntity>> race(Mutiny.Session session, LeaseEntity lease) {
    return Races.rival(session, lease)
        .map(
            rival ->
                Stream.concat(Stream.of(lease), rival.stream())
                    .sorted(Comparator.comparingInt(it -> it.attempt))
                    .toList());
  }

  /**
   * The node for whose sake the others ended, the first where all ended well; of two starts the one
   * that was given the work, or the last tried.
   */
  private static LeaseEntity decisive(List<LeaseEntity> nodes) {
    LeaseEntity newest = nodes.get(nodes.size() - 1);
    if (newest.raced) {
      return nodes.stream().filter(it -> it.releasedAt != null).findFirst().orElse(newest);
    }
    return nodes.stream()
        .filter(node -> closeReason(node) != CloseReason.PEER_ENDED && !node.endedWell())
        .findFirst()
        .orElse(nodes.get(0));
  }

  private static CloseReason closeReason(LeaseEntity lease) {
    CloseReason reason = lease.closeReason();
    if (reason == null) {
      throw new IllegalStateException("Lease %s is not closed.".formatted(lease.id));
    }
    return reason;
  }

  /**
   * @param newest the last attempt so far, after which offers and attempts are counted on
   */
  private Uni<Void> follow(
      Mutiny.Session session,
      LeaseEntity lease,
      CloseReason reason,
      LeaseEntity newest,
      Instant now) {
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
                    end(session, workload, WorkloadState.CANCELLED, cancelled(lease, reason), now);
                case FAILED ->
                    recovery.waitOrEnd(
                        session,
                        workload,
                        reason.cause(),
                        WorkloadState.FAILED,
                        failure(lease, reason),
                        now);
                case NEXT_OFFER -> nextOffer(session, workload, lease, newest, now);
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
        "%s with exit code %s."
            .formatted(lease.inGang() ? "%s ended".formatted(name(lease)) : "Ended", code),
        now);
  }

  private Uni<Void> nextOffer(
      Mutiny.Session session,
      WorkloadEntity workload,
      LeaseEntity lease,
      LeaseEntity newest,
      Instant now) {
    return session
        .find(PlacementEntity.class, lease.placement)
        .chain(
            placement -> {
              List<LeaseEntity> next =
                  drafts.next(workload, placement, newest.turn, newest.attempt, now);
              if (next.isEmpty()) {
                String why =
                    "No offer of the placement could be started; the last one said: "
                        + lease.detail;
                return withoutMachine(session, workload, why, now);
              }
              // The closed row goes first: the database allows one open lease of a node.
              return session
                  .flush()
                  .chain(() -> admission.write(session, workload, next, now))
                  .chain(
                      refusal ->
                          refusal.isPresent()
                              ? withoutMachine(session, workload, refused(refusal.get()), now)
                              : session.persist(tried(lease, next, now)));
            });
  }

  private static String refused(Refusal refusal) {
    return "The next offer was not started. " + refusal.sentence();
  }

  private EventEntity tried(LeaseEntity lease, List<LeaseEntity> next, Instant now) {
    return event(
        next.get(0),
        now,
        "lease.requested",
        "Attempt %d: %s, since attempt %d could not start (%s)."
            .formatted(next.get(0).attempt, LeaseDrafts.asked(next), lease.attempt, lease.detail));
  }

  private Uni<Void> withoutMachine(
      Mutiny.Session session, WorkloadEntity workload, String why, Instant now) {
    WorkloadState end = workload.startedAt == null ? WorkloadState.UNPLACED : WorkloadState.FAILED;
    return recovery.waitOrEnd(session, workload, Optional.of(Cause.NO_CAPACITY), end, why, now);
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

  private static String cancelled(LeaseEntity lease, CloseReason reason) {
    return reason == CloseReason.IDLE ? failure(lease, reason) : "Cancelled.";
  }

  private static String failure(LeaseEntity lease, CloseReason reason) {
    String why = lease.detail == null ? reason.wireName().replace('_', ' ') : lease.detail;
    return lease.inGang() ? "%s: %s".formatted(name(lease), why) : why;
  }

  private static String name(LeaseEntity lease) {
    return "Node %d of %d".formatted(lease.node, lease.nodes);
  }
}
