package io.tradewind.server.agent;

import static io.tradewind.api.agent.AgentRefusal.LEASE_CLOSED;
import static io.tradewind.api.agent.AgentRefusal.LEASE_UNKNOWN;
import static io.tradewind.api.agent.AgentRefusal.NOT_YOURS;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Instance;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.Phase;
import io.tradewind.api.agent.PhaseRules;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.api.agent.UsageRules;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.Signals;
import io.tradewind.server.lease.LeaseEngine;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.lease.LeaseProgress;
import io.tradewind.server.lease.LeaseState;
import io.tradewind.server.meter.Meter;
import io.tradewind.server.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Takes what agents tell of leases. Everything may come twice, late, or from an agent whose lease
 * has moved on.
 */
@ApplicationScoped
class LeaseReports {
  private final Database database;
  private final Meter meter;
  private final LeaseProgress progress;
  private final LeaseEngine engine;
  private final LogStore logs;
  private final Signals signals;
  private final Traces traces;
  private final Clock clock;

  LeaseReports(
      Database database,
      Meter meter,
      LeaseProgress progress,
      LeaseEngine engine,
      LogStore logs,
      Signals signals,
      Traces traces,
      Clock clock) {
    this.database = database;
    this.meter = meter;
    this.progress = progress;
    this.engine = engine;
    this.logs = logs;
    this.signals = signals;
    this.traces = traces;
    this.clock = clock;
  }

  /** A lease, locked, with its place on the caller's own site. */
  private record Own(LeaseEntity lease, AssignmentEntity assignment) {}

  Uni<Void> status(AgentGate.Caller caller, UUID lease, LeaseReport.Status report) {
    return database
        .transaction(
            session ->
                own(session, caller, lease, LockModeType.PESSIMISTIC_WRITE)
                    .chain(own -> status(session, own, report)))
        .invoke(
            workload -> {
              signals.changed(workload);
              engine.wake();
            })
        .replaceWithVoid();
  }

  private Uni<UUID> status(Mutiny.Session session, Own own, LeaseReport.Status report) {
    LeaseEntity lease = own.lease();
    Optional<Phase> known = Optional.ofNullable(lease.phase).map(Phase::valueOf);
    try {
      if (PhaseRules.check(lease.generation, known, report) != PhaseRules.Step.ADVANCES) {
        return Uni.createFrom().item(lease.workload);
      }
    } catch (RefusedException e) {
      return Uni.createFrom().failure(e);
    }
    if (lease.state() == LeaseState.CLOSED) {
      return closed(lease);
    }
    Uni<Void> assignment = assignment(session, own.assignment(), report.phase());
    return assignment
        .chain(() -> progress.report(session, lease, report, clock.instant()))
        .invoke(() -> trace(lease, report.phase()))
        .replaceWith(lease.workload);
  }

  /** What the agent did until now. */
  private void trace(LeaseEntity lease, Phase phase) {
    if (phase == Phase.RUNNING) {
      trace(lease, phase, "workload start", lease.requestedAt);
    } else if (phase.isFinal()) {
      trace(lease, phase, "workload run", lease.began());
    }
  }

  private void trace(LeaseEntity lease, Phase phase, String name, Instant from) {
    traces.past(
        lease.traceparent,
        name,
        from,
        clock.instant(),
        Map.of("tradewind.lease", lease.id.toString(), "tradewind.phase", phase.name()));
  }

  private Uni<Void> assignment(Mutiny.Session session, AssignmentEntity row, Phase phase) {
    Instance.State next = next(row.state(), phase);
    return next == row.state()
        ? Uni.createFrom().voidItem()
        : SiteBook.nextChange(session, row.place())
            .invoke(change -> row.become(next, clock.instant(), change))
            .replaceWithVoid();
  }

  private static Instance.State next(Instance.State state, Phase phase) {
    if (phase.isFinal()) {
      return Instance.State.TERMINATED;
    }
    return state == Instance.State.PENDING && phase == Phase.RUNNING
        ? Instance.State.RUNNING
        : state;
  }

  Uni<Void> reclaim(AgentGate.Caller caller, UUID lease, LeaseReport.Reclaim report) {
    return database
        .transaction(
            session ->
                own(session, caller, lease)
                    .chain(own -> open(own.lease(), report.generation()))
                    .chain(
                        row ->
                            progress
                                .takenBack(session, row, report, clock.instant())
                                .replaceWith(row.workload)))
        .invoke(signals::changed)
        .replaceWithVoid();
  }

  Uni<LeaseReport.LogsReply> logs(AgentGate.Caller caller, UUID lease, LeaseReport.Logs report) {
    return database
        .transaction(
            session ->
                own(session, caller, lease).chain(own -> open(own.lease(), report.generation())))
        .chain(
            row ->
                logs.append(row.id, row.workload, row.attempt, report)
                    .invoke(() -> signals.changed(row.workload)))
        .map(LeaseReport.LogsReply::new);
  }

  Uni<Void> usage(AgentGate.Caller caller, UUID lease, LeaseReport.Usage report) {
    return database
        .transaction(
            session ->
                own(session, caller, lease)
                    .chain(own -> open(own.lease(), report.generation()))
                    .chain(
                        row -> usage(session, row, report.intervals()).replaceWith(row.workload)))
        .invoke(signals::changed)
        .replaceWithVoid();
  }

  private Uni<Void> usage(
      Mutiny.Session session, LeaseEntity lease, List<LeaseReport.Interval> intervals) {
    Instant now = clock.instant();
    Instant notBefore = lease.requestedAt.minus(UsageRules.CLOCK_SKEW);
    try {
      List<LeaseReport.Interval> fresh =
          UsageRules.fresh(Optional.ofNullable(lease.meteredTo), notBefore, intervals, now);
      return meter.record(session, lease, fresh, now);
    } catch (RefusedException e) {
      return Uni.createFrom().failure(e);
    }
  }

  private static Uni<LeaseEntity> open(LeaseEntity lease, long generation) {
    try {
      PhaseRules.checkGeneration(lease.generation, generation);
    } catch (RefusedException e) {
      return Uni.createFrom().failure(e);
    }
    return lease.state() == LeaseState.CLOSED ? closed(lease) : Uni.createFrom().item(lease);
  }

  private static Uni<Own> own(Mutiny.Session session, AgentGate.Caller caller, UUID lease) {
    return own(session, caller, lease, LockModeType.NONE);
  }

  /**
   * @param place how the assignment is held: whoever numbers a change of it holds it before they
   *     wait for the place
   */
  private static Uni<Own> own(
      Mutiny.Session session, AgentGate.Caller caller, UUID lease, LockModeType place) {
    return session
        .find(LeaseEntity.class, lease, LockModeType.PESSIMISTIC_WRITE)
        .chain(
            row ->
                session
                    .find(AssignmentEntity.class, lease, place)
                    .chain(assignment -> own(caller, lease, row, assignment)));
  }

  private static Uni<Own> own(
      AgentGate.Caller caller,
      UUID id,
      @Nullable LeaseEntity lease,
      @Nullable AssignmentEntity assignment) {
    if (lease == null || assignment == null) {
      return Uni.createFrom()
          .failure(new RefusedException(LEASE_UNKNOWN, "There is no lease %s here.".formatted(id)));
    }
    boolean another = assignment.agent != null && !assignment.agent.equals(caller.agent());
    if (another || !assignment.place().equals(caller.place())) {
      return Uni.createFrom()
          .failure(new RefusedException(NOT_YOURS, "Lease %s is in another place.".formatted(id)));
    }
    return Uni.createFrom().item(new Own(lease, assignment));
  }

  private static <T> Uni<T> closed(LeaseEntity lease) {
    return Uni.createFrom()
        .failure(
            new RefusedException(
                LEASE_CLOSED, "Lease %s was closed at %s.".formatted(lease.id, lease.closedAt)));
  }
}
