package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Service;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.event.Signals;
import io.tradewind.server.lease.LeaseDrafts;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.lease.LeaseState;
import io.tradewind.server.policy.Asker;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.workload.ReplicaPlaces.Placed;
import io.tradewind.server.workload.ReplicaPlaces.Places;
import io.tradewind.server.workload.ReplicaSpread.Stand;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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
  private static final String REPLICAS =
      "from WorkloadEntity where service = :service and (endedAt is null or endedAt > :lately)"
          + " order by replica";

  private static final String LEASES =
      "from LeaseEntity where workload in :replicas order by attempt";

  private final Database database;
  private final DueWorkloads due;
  private final ReplicaPlaces places;
  private final Autoscaler scaler;
  private final Submissions submissions;
  private final Drafts drafting;
  private final Cancellations cancellations;
  private final LeaseDrafts drafts;
  private final SpecReader specs;
  private final Signals signals;
  private final Clock clock;

  Services(
      Database database,
      DueWorkloads due,
      ReplicaPlaces places,
      Autoscaler scaler,
      Submissions submissions,
      Drafts drafting,
      Cancellations cancellations,
      LeaseDrafts drafts,
      SpecReader specs,
      Signals signals,
      Clock clock) {
    this.database = database;
    this.due = due;
    this.places = places;
    this.scaler = scaler;
    this.submissions = submissions;
    this.drafting = drafting;
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
    return due.take("reconcileAt", this::reconcile);
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
      return look.made().size() > 1
          ? applyAsMuchAsMayBe(look.ofOne())
          : apply(look.without(String.valueOf(e.getMessage())));
    }
  }

  /**
   * What a look has found.
   *
   * @param made the replicas that are to be made
   * @param obstacle why some are not made, although they are missing
   */
  record Look(ReplicaTally tally, ReplicaPlan plan, List<Placed> made, Optional<String> obstacle) {
    Look ofOne() {
      return new Look(tally, plan, made.subList(0, 1), obstacle);
    }

    Look without(String why) {
      return new Look(tally, plan, List.of(), Optional.of(why));
    }
  }

  Look look(UUID service) {
    Instant now = clock.instant();
    ReplicaTally tally = database.blocking(session -> tally(session, service, now));
    ReplicaPlan plan = tally.plan();
    if (plan.create().isEmpty() || tally.pause(now).isPresent()) {
      return new Look(tally, plan, List.of(), tally.trouble(now));
    }
    WorkloadEntity row = tally.service();
    Places found =
        places.place(
            Asker.goingOn(row), withinAgreed(row), tally.spread(), tally.wanted(), plan.create());
    return new Look(tally, plan, found.placed(), found.obstacle());
  }

  private Uni<ReplicaTally> tally(Mutiny.Session session, UUID service, Instant now) {
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

  private Uni<ReplicaTally> tally(
      Mutiny.Session session, WorkloadEntity row, List<WorkloadEntity> replicas) {
    Service file = specs.stored(row.spec).service().orElseThrow();
    boolean varied = ReplicaPlaces.isVaried(file);
    List<UUID> asked =
        replicas.stream()
            .filter(it -> it.endedAt == null && (varied || it.probed))
            .map(it -> it.id)
            .toList();
    return session
        .createQuery(LEASES, LeaseEntity.class)
        .setParameter("replicas", asked)
        .getResultList()
        .map(
            leases ->
                new ReplicaTally(
                    row,
                    file,
                    replicas,
                    answering(leases),
                    varied ? stands(file, leases) : Map.of()));
  }

  private static Set<UUID> answering(List<LeaseEntity> leases) {
    return leases.stream()
        .filter(it -> it.readyAt != null && it.state() == LeaseState.ACTIVE)
        .map(it -> it.workload)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Map<UUID, Stand> stands(Service file, List<LeaseEntity> leases) {
    return leases.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                it -> it.workload, it -> places.stand(file, it), (older, newer) -> newer));
  }

  /** Never dearer than what was agreed to. */
  private Workload withinAgreed(WorkloadEntity service) {
    Workload workload = specs.stored(service.spec);
    Limits limits = workload.limits();
    return limits.maxPricePerHour().isPresent()
        ? workload
        : dearest(service)
            .map(it -> new HourlyRate(it).times(workload.nodes()).perHour())
            .map(it -> workload.withLimits(limits.withMaxPricePerHour(it)))
            .orElse(workload);
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
              return scaler
                  .follow(session, row, now)
                  .chain(() -> make(session, row, look, now))
                  .chain(() -> end(session, row, look.plan().end(), now))
                  .chain(() -> stand(session, row, look, now))
                  .replaceWith(true);
            });
  }

  private Uni<Void> make(Mutiny.Session session, WorkloadEntity row, Look look, Instant now) {
    if (look.made().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Drafts.Draft> replicas = new ArrayList<>();
    List<EventEntity> events = new ArrayList<>();
    for (Placed placed : look.made()) {
      String detail = "Replica %d is made.".formatted(placed.number());
      replicas.add(drafting.replica(row, placed, now));
      events.add(event(row, now, "replica_made", detail));
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
