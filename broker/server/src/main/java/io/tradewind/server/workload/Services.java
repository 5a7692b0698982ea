package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.Outcome;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.event.Signals;
import io.tradewind.server.lease.LeaseDrafts;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.placement.Placements;
import io.tradewind.server.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Brings services to what is wanted of them. A look compares, matches outside any transaction, and
 * writes all that follows in one, if nobody has written since: {@code reconcileAt} says so. A
 * broker that dies or sleeps between the two has changed nothing.
 */
@ApplicationScoped
class Services {
  /** The time until a replica that died is missed. */
  static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(Services.class);
  private static final Duration WITH_AN_OBSTACLE = Duration.ofSeconds(30);
  private static final int AT_ONCE = 16;
  private static final String DUE =
      "select id from WorkloadEntity where reconcileAt <= :now order by reconcileAt";
  private static final String REPLICAS =
      "from WorkloadEntity where service = :service and (endedAt is null or endedAt > :lately)"
          + " order by replica";

  private static final String ANSWERING =
      "select distinct workload from LeaseEntity where workload in :replicas and readyAt is not null"
          + " and state = 'active'";

  private final Database database;
  private final LiveMarket market;
  private final Placements placements;
  private final Submissions submissions;
  private final Cancellations cancellations;
  private final LeaseDrafts drafts;
  private final SpecReader specs;
  private final Signals signals;
  private final Clock clock;

  Services(
      Database database,
      LiveMarket market,
      Placements placements,
      Submissions submissions,
      Cancellations cancellations,
      LeaseDrafts drafts,
      SpecReader specs,
      Signals signals,
      Clock clock) {
    this.database = database;
    this.market = market;
    this.placements = placements;
    this.submissions = submissions;
    this.cancellations = cancellations;
    this.drafts = drafts;
    this.specs = specs;
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * For a thread that may block.
   *
   * @return whether anything was due
   */
  boolean takeDue() {
    if (!market.isSettled()) {
      return false;
    }
    List<UUID> due =
        database.blocking(
            session ->
                session
                    .createQuery(DUE, UUID.class)
                    .setParameter("now", clock.instant())
                    .setMaxResults(AT_ONCE)
                    .getResultList());
    due.forEach(this::reconcile);
    return !due.isEmpty();
  }

  private void reconcile(UUID service) {
    try {
      boolean unused = applyAsMuchAsMayBe(look(service));
    } catch (RuntimeException e) {
      LOG.warnf("Service %s is looked at again: %s", service, e.getMessage());
      later(service);
    }
  }

  /** A budget may have too little left for all, or for one; what is too much ends even so. */
  private boolean applyAsMuchAsMayBe(Look look) {
    try {
      return apply(look);
    } catch (ProblemException e) {
      return look.plan().create().size() > 1
          ? applyAsMuchAsMayBe(look.ofOne())
          : apply(look.without(String.valueOf(e.getMessage())));
    }
  }

  /**
   * What a look has found.
   *
   * @param placement of the replicas that are to be made; empty where there is none to make
   * @param obstacle why none is made, although one is missing
   */
  record Look(
      ReplicaTally tally,
      ReplicaPlan plan,
      Optional<Placement> placement,
      Optional<String> obstacle) {
    Look ofOne() {
      ReplicaPlan one = new ReplicaPlan(plan.create().subList(0, 1), plan.end());
      return new Look(tally, one, placement, obstacle);
    }

    Look without(String why) {
      ReplicaPlan rest = new ReplicaPlan(List.of(), plan.end());
      return new Look(tally, rest, Optional.empty(), Optional.of(why));
    }
  }

  Look look(UUID service) {
    Instant now = clock.instant();
    ReplicaTally tally = database.blocking(session -> tally(session, service, now));
    ReplicaPlan plan = tally.plan();
    boolean makes = !plan.create().isEmpty() && !tally.pause(now).isPresent();
    Look look = new Look(tally, plan, Optional.empty(), tally.trouble(now));
    return makes ? placed(look, place(tally.service())) : look;
  }

  private static Look placed(Look look, Placement placement) {
    return placement.outcome() == Outcome.PLACED
        ? new Look(look.tally(), look.plan(), Optional.of(placement), Optional.empty())
        : look.without(String.join(" ", placement.explanation()));
  }

  private static Uni<ReplicaTally> tally(Mutiny.Session session, UUID service, Instant now) {
    return session
        .find(WorkloadEntity.class, service)
        .chain(
            row ->
                session
                    .createQuery(REPLICAS, WorkloadEntity.class)
                    .setParameter("service", service)
                    .setParameter("lately", now.minus(ReplicaTally.LATELY))
                    .getResultList()
                    .chain(replicas -> tally(session, row, replicas)));
  }

  private static Uni<ReplicaTally> tally(
      Mutiny.Session session, WorkloadEntity row, List<WorkloadEntity> replicas) {
    List<UUID> probed =
        replicas.stream().filter(it -> it.probed && it.endedAt == null).map(it -> it.id).toList();
    return session
        .createQuery(ANSWERING, UUID.class)
        .setParameter("replicas", probed)
        .getResultList()
        .map(answering -> new ReplicaTally(row, replicas, Set.copyOf(answering)));
  }

  /** Never dearer than what was agreed to. */
  private Placement place(WorkloadEntity service) {
    Workload workload = specs.stored(service.spec);
    Limits limits = workload.limits();
    Workload asked =
        limits.maxPricePerHour().isPresent()
            ? workload
            : dearest(service)
                .map(it -> new HourlyRate(it).times(workload.nodes()).perHour())
                .map(it -> workload.withLimits(limits.withMaxPricePerHour(it)))
                .orElse(workload);
    return placements.matchCurrent(service.organization, asked, Scope.LEASABLE);
  }

  private Optional<Money> dearest(WorkloadEntity service) {
    return drafts.dearest(
        database.blocking(session -> session.find(PlacementEntity.class, service.placement)));
  }

  /**
   * @return false when somebody has written since the look: nothing was changed
   */
  boolean apply(Look look) {
    UUID service = look.tally().service().id;
    boolean applied = database.blocking(session -> applied(session, look));
    if (applied) {
      signals.changed(service);
      submissions.wake();
    }
    return applied;
  }

  /** A service is locked before its replicas' leases, and nothing locks it after one. */
  private Uni<Boolean> applied(Mutiny.Session session, Look look) {
    WorkloadEntity seen = look.tally().service();
    return session
        .find(WorkloadEntity.class, seen.id, LockModeType.PESSIMISTIC_WRITE)
        .chain(
            row -> {
              if (row.reconcileAt == null || !row.reconcileAt.equals(seen.reconcileAt)) {
                return Uni.createFrom().item(false);
              }
              Instant now = clock.instant();
              row.reconcileAt = now.plus(BETWEEN_LOOKS);
              return make(session, row, look, now)
                  .chain(() -> end(session, row, look.plan().end(), now))
                  .chain(() -> stand(session, row, look, now))
                  .replaceWith(true);
            });
  }

  private Uni<Void> make(Mutiny.Session session, WorkloadEntity row, Look look, Instant now) {
    if (look.placement().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Submissions.Draft> replicas = new ArrayList<>();
    List<EventEntity> events = new ArrayList<>();
    for (int number : look.plan().create()) {
      replicas.add(submissions.replica(row, number, look.placement().get(), now));
      events.add(event(row, now, "replica_made", "Replica %d is made.".formatted(number)));
    }
    return submissions
        .write(session, replicas, now)
        .chain(() -> session.persistAll(events.toArray()));
  }

  private Uni<Void> end(
      Mutiny.Session session, WorkloadEntity row, List<UUID> replicas, Instant now) {
    Submissions.Owner itself = new Submissions.Owner("its service", row.organization, row.project);
    Uni<Void> ends = Uni.createFrom().voidItem();
    for (UUID replica : replicas) {
      EventEntity told =
          event(row, now, "replica_ended", "Replica %s is ended.".formatted(replica));
      ends =
          ends.chain(() -> cancellations.cancel(session, itself, replica))
              .chain(() -> session.persist(told));
    }
    return ends;
  }

  /** How the service is told to be, by what its replicas were at the look. */
  private static Uni<Void> stand(
      Mutiny.Session session, WorkloadEntity row, Look look, Instant now) {
    ReplicaTally tally = look.tally();
    boolean changed;
    if (row.cancelRequested) {
      changed = tally.living().isEmpty();
      if (changed) {
        row.become(WorkloadState.CANCELLED, "Cancelled.", now);
      }
    } else if (tally.wanted() == 0) {
      changed = row.stand(WorkloadState.RUNNING, "Scaled to zero.", now);
    } else {
      boolean runs = tally.ready() > 0;
      WorkloadState next = runs ? WorkloadState.RUNNING : WorkloadState.PROVISIONING;
      changed = row.stand(next, shortfall(row, look, now).orElse(null), now);
    }
    return changed
        ? session.persist(event(row, now, row.state().wireName(), String.valueOf(row.reason)))
        : Uni.createFrom().voidItem();
  }

  private static Optional<String> shortfall(WorkloadEntity row, Look look, Instant now) {
    if (look.obstacle().isPresent()) {
      row.reconcileAt = now.plus(WITH_AN_OBSTACLE);
    }
    return look.tally()
        .shortfall()
        .map(ready -> look.obstacle().map(why -> ready + " " + why).orElse(ready));
  }

  private void later(UUID service) {
    database.blocking(
        session ->
            session
                .find(WorkloadEntity.class, service, LockModeType.PESSIMISTIC_WRITE)
                .invoke(
                    row -> {
                      Instant now = clock.instant();
                      if (row.reconcileAt != null && !row.reconcileAt.isAfter(now)) {
                        row.reconcileAt = now.plus(BETWEEN_LOOKS);
                      }
                    }));
  }

  private static EventEntity event(WorkloadEntity row, Instant now, String type, String detail) {
    return new EventEntity(
        now, row.organization, row.id, null, "workload." + type, "broker", detail);
  }
}
