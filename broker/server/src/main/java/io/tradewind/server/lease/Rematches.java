package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.OfferId;
import io.tradewind.matcher.Outcome;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.RejectionReason;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Retry.Cause;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.server.admission.Admission;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.Signals;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.meter.Meter;
import io.tradewind.server.placement.Placements;
import io.tradewind.server.policy.Asker;
import io.tradewind.server.workload.DueWorkloads;
import io.tradewind.server.workload.PlacementEntity;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import io.tradewind.server.workload.WorkloadState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Matches workloads again that wait for a machine. The owner's ceiling holds: never dearer than
 * {@code max_price_hour}, or without one than the dearest offer of the decision that was agreed to.
 * Pools that have just failed the workload have their turn last.
 *
 * <p>Matching happens outside any transaction; of two brokers at it, the second finds nothing due.
 */
@ApplicationScoped
class Rematches {
  private static final Duration TAKEN_FOR = Duration.ofMinutes(10);
  private static final String DECISIONS =
      "from PlacementEntity where workload = :workload order by decidedAt, id";
  private static final String LEASES =
      "from LeaseEntity where workload = :workload order by attempt";

  private final Database database;
  private final DueWorkloads due;
  private final LiveMarket market;
  private final Placements placements;
  private final Decisions decisions;
  private final LeaseDrafts drafts;
  private final Admission admission;
  private final Recovery recovery;
  private final SpotChoices spots;
  private final Meter meter;
  private final SpecReader specs;
  private final Signals signals;
  private final Clock clock;

  Rematches(
      Database database,
      DueWorkloads due,
      LiveMarket market,
      Placements placements,
      Decisions decisions,
      LeaseDrafts drafts,
      Admission admission,
      Recovery recovery,
      SpotChoices spots,
      Meter meter,
      SpecReader specs,
      Signals signals,
      Clock clock) {
    this.database = database;
    this.due = due;
    this.market = market;
    this.placements = placements;
    this.decisions = decisions;
    this.drafts = drafts;
    this.admission = admission;
    this.recovery = recovery;
    this.spots = spots;
    this.meter = meter;
    this.specs = specs;
    this.signals = signals;
    this.clock = clock;
  }

  /** What a workload has behind it. */
  private record Past(WorkloadEntity workload, PlacementEntity agreed, List<LeaseEntity> leases) {
    int attempts() {
      return leases.isEmpty() ? 0 : leases.get(leases.size() - 1).attempt;
    }
  }

  /**
   * For a thread that may block.
   *
   * @return whether anything was due
   */
  boolean takeDue() {
    return due.take("rematchAt", this::rematch);
  }

  private void rematch(UUID id) {
    Past past = database.blocking(session -> past(session, id));
    Workload workload = withinAgreed(past);
    Asker asker = Asker.goingOn(past.workload());
    Optional<SpotChoices.Choice> choice = spots.next(asker, workload, spotPast(past));
    if (choice.filter(SpotChoices.Choice::waits).isPresent()) {
      database.blocking(session -> wait(session, past, choice.get().why()));
    } else {
      Workload asked = choice.map(SpotChoices.Choice::workload).orElse(workload);
      Placement placement = placements.matchCurrent(asker, asked, Scope.LEASABLE);
      database.blocking(session -> apply(session, past, asked, placement, choice));
    }
    signals.changed(id);
  }

  private SpotChoices.Past spotPast(Past past) {
    WorkloadEntity row = past.workload();
    Meter.Totals totals = Database.await(meter.totals(row.id));
    long losses =
        past.leases().stream()
            .filter(lease -> lease.activeAt != null && lease.state() == LeaseState.CLOSED)
            .count();
    return new SpotChoices.Past(
        Duration.ofMillis(Math.round(totals.seconds() * 1000)),
        (int) losses,
        row.lostAt == null ? row.createdAt : row.lostAt,
        takenLately(past));
  }

  /** A pool that took a machine back is not asked again at once. */
  private Set<Pool> takenLately(Past past) {
    Instant lost = past.workload().lostAt;
    boolean lately = lost != null && clock.instant().isBefore(lost.plus(TAKEN_FOR));
    return lately ? failedLately(past) : Set.of();
  }

  /** Without a machine until the policy is asked again. */
  private Uni<Void> wait(Mutiny.Session session, Past past, String why) {
    return session
        .find(WorkloadEntity.class, past.workload().id, LockModeType.PESSIMISTIC_WRITE)
        .chain(
            row -> {
              Instant now = clock.instant();
              if (row.rematchAt == null || row.rematchAt.isAfter(now)) {
                return Uni.createFrom().voidItem();
              }
              Instant next = now.plus(SpotChoices.STEP);
              row.await(row.rematchCause().orElse(Cause.INTERRUPTION), next, why, now);
              return session.persist(Recovery.event(row, now, "waiting", why));
            });
  }

  private static Uni<Past> past(Mutiny.Session session, UUID id) {
    return session
        .find(WorkloadEntity.class, id)
        .chain(
            workload ->
                session
                    .createQuery(DECISIONS, PlacementEntity.class)
                    .setParameter("workload", id)
                    .setMaxResults(1)
                    .getSingleResult()
                    .chain(
                        agreed ->
                            session
                                .createQuery(LEASES, LeaseEntity.class)
                                .setParameter("workload", id)
                                .getResultList()
                                .map(leases -> new Past(workload, agreed, leases))));
  }

  private Workload withinAgreed(Past past) {
    Workload workload = specs.of(past.workload());
    Limits limits = workload.limits();
    Optional<Money> agreed = drafts.dearest(past.agreed());
    return limits.maxPricePerHour().isPresent() || agreed.isEmpty()
        ? workload
        : workload.withLimits(
            limits.withMaxPricePerHour(
                new HourlyRate(agreed.get()).times(workload.nodes()).perHour()));
  }

  private Uni<Void> apply(
      Mutiny.Session session,
      Past past,
      Workload workload,
      Placement placement,
      Optional<SpotChoices.Choice> choice) {
    return session
        .find(WorkloadEntity.class, past.workload().id, LockModeType.PESSIMISTIC_WRITE)
        .chain(
            row -> {
              Instant now = clock.instant();
              if (row.rematchAt == null || row.rematchAt.isAfter(now)) {
                return Uni.createFrom().voidItem();
              }
              row.rematchAt = null;
              row.rematches++;
              return placement.outcome() == Outcome.PLACED
                  ? place(session, row, workload, past, placement, choice, now)
                  : goOn(session, row, unplaced(workload, placement), now);
            });
  }

  private Uni<Void> place(
      Mutiny.Session session,
      WorkloadEntity row,
      Workload workload,
      Past past,
      Placement placement,
      Optional<SpotChoices.Choice> choice,
      Instant now) {
    Set<Pool> last = new HashSet<>(failedLately(past));
    choice.ifPresent(it -> last.addAll(it.last()));
    Decisions.Stored stored = decisions.stored(row, placement, last);
    PlacementEntity decision = stored.row();
    List<LeaseEntity> leases = drafts.first(row, workload, stored, past.attempts(), now);
    if (leases.isEmpty()) {
      return goOn(session, row, "The offers of the new decision left the market at once.", now);
    }
    return session
        .persist(decision)
        .chain(() -> admission.write(session, row, leases, now))
        .chain(
            refusal -> {
              if (refusal.isPresent()) {
                return goOn(session, row, refusal.get().sentence(), now);
              }
              row.placement = decision.id;
              row.exitCode = null;
              row.reason = null;
              String why = rematched(row, leases) + choice.map(it -> " " + it.why()).orElse("");
              return session.persist(Recovery.event(row, leases.get(0), now, "rematched", why));
            });
  }

  private Uni<Void> goOn(Mutiny.Session session, WorkloadEntity row, String why, Instant now) {
    WorkloadState end = row.startedAt == null ? WorkloadState.UNPLACED : WorkloadState.FAILED;
    return recovery.waitOrEnd(session, row, row.rematchCause(), end, why, now);
  }

  /** What stands in the way, and what the ceiling costs. */
  private static String unplaced(Workload workload, Placement placement) {
    String why = String.join(" ", placement.explanation());
    Optional<Money> ceiling = workload.limits().maxPricePerHour();
    return placement.nearestMisses().stream()
        .filter(miss -> miss.constraint() == RejectionReason.PRICE_CAP && ceiling.isPresent())
        .findFirst()
        .map(
            miss ->
                "%s At most %s an hour is allowed; %s in %s would be %s."
                    .formatted(
                        why,
                        ceiling.get(),
                        miss.candidate().offer().instanceType().name(),
                        miss.candidate().offer().region(),
                        miss.candidate().pricePerHour().perHour()))
        .orElse(why);
  }

  private Set<Pool> failedLately(Past past) {
    return past.leases().stream()
        .filter(lease -> lease.placement.equals(past.workload().placement))
        .filter(lease -> lease.closeReason() != CloseReason.HEDGE_LOST)
        .flatMap(lease -> market.market().find(new OfferId(lease.offer)).stream())
        .map(Pool::of)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String rematched(WorkloadEntity row, List<LeaseEntity> leases) {
    return "Matched again after %s. Attempt %d: %s."
        .formatted(
            row.rematchCause().map(it -> it.wireName().replace('_', ' ')).orElse("a failure"),
            leases.get(0).attempt,
            LeaseDrafts.asked(leases));
  }
}
