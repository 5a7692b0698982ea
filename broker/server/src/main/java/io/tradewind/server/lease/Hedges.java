package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.StartTime;
import io.tradewind.matcher.PriceScale;
import io.tradewind.matcher.memory.StartForecast;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Retry.Hedge;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.Money;
import io.tradewind.server.admission.Admission;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.lease.LeaseHolds.Hold;
import io.tradewind.server.lease.LeaseHolds.Outcome;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.meter.Meter;
import io.tradewind.server.workload.PlacementEntity;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A second start beside a doubtful first one, where waiting for the first alone could miss the
 * deadline. Whichever machine is up first is given the work ({@link Releases}); the other is ended.
 * Calls block.
 */
@ApplicationScoped
class Hedges {
  /** Below this chance of capacity a start is doubtful, and above this many usual times. */
  private static final double LIKELY = 0.8;

  private static final int OVERDUE_TIMES = 2;
  private static final String LATER =
      "select count(*) from LeaseEntity where workload = :workload and attempt > :attempt";

  private final LeaseHolds holds;
  private final LeaseDrafts drafts;
  private final Admission admission;
  private final LiveMarket market;
  private final Meter meter;
  private final SpecReader specs;
  private final Database database;
  private final TradewindConfig config;
  private final Clock clock;

  Hedges(
      LeaseHolds holds,
      LeaseDrafts drafts,
      Admission admission,
      LiveMarket market,
      Meter meter,
      SpecReader specs,
      Database database,
      TradewindConfig config,
      Clock clock) {
    this.holds = holds;
    this.drafts = drafts;
    this.admission = admission;
    this.market = market;
    this.meter = meter;
    this.specs = specs;
    this.database = database;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Starts a second lease beside this one where that is due and keeps all limits.
   *
   * @return false when the hold was lost
   */
  boolean consider(Hold hold, LeaseEntity lease) {
    if (!lease.raced || lease.hedge || lease.releasedAt != null) {
      return true;
    }
    Workload workload =
        specs.stored(
            database.blocking(session -> session.find(WorkloadEntity.class, lease.workload)).spec);
    Optional<String> doubt = doubt(lease, workload);
    return doubt.isEmpty() || !isAlone(lease) || begin(hold, lease, workload, doubt.get());
  }

  private boolean isAlone(LeaseEntity lease) {
    return database.blocking(session -> laterAttempts(session, lease)) == 0;
  }

  private static Uni<Long> laterAttempts(Mutiny.Session session, LeaseEntity lease) {
    return session
        .createQuery(LATER, Long.class)
        .setParameter("workload", lease.workload)
        .setParameter("attempt", lease.attempt)
        .getSingleResult();
  }

  private Optional<String> doubt(LeaseEntity lease, Workload workload) {
    Instant now = clock.instant();
    Optional<Offer> offer = market.market().find(new OfferId(lease.offer));
    if (offer.isEmpty()) {
      return Optional.empty();
    }
    StartTime typical =
        market.conditions().startTime(offer.get().provider(), offer.get().capacityType());
    StartForecast forecast =
        market.conditions().memory().forecast(offer.get(), typical, lease.requestedAt);
    Duration waited = Duration.between(lease.requestedAt, now);
    boolean overdue = waited.compareTo(typical.typical().multipliedBy(OVERDUE_TIMES)) > 0;
    Duration ahead = forecast.expected().minus(waited);
    Instant ready = now.plus(ahead.isNegative() ? typical.typical() : ahead);
    Optional<Instant> latest = latestStart(workload);
    boolean tooLate = latest.filter(ready::isAfter).isPresent();
    boolean doubtful = overdue || tooLate || forecast.chance() < LIKELY;
    return doubtful && isUrgent(workload, latest, typical, waited, now)
        ? Optional.of(sentence(lease, forecast, typical, waited, latest))
        : Optional.empty();
  }

  /** Whether trying the next only after this one was given up could be too late. */
  private boolean isUrgent(
      Workload workload,
      Optional<Instant> latest,
      StartTime typical,
      Duration waited,
      Instant now) {
    if (latest.isEmpty()) {
      return workload.hedge() == Hedge.ALWAYS;
    }
    Duration givenUp = config.lease().startTimeout().minus(waited);
    Duration oneAfterTheOther =
        (givenUp.isNegative() ? Duration.ZERO : givenUp)
            .plus(typical.typical().multipliedBy(OVERDUE_TIMES));
    return workload.hedge() == Hedge.ALWAYS || now.plus(oneAfterTheOther).isAfter(latest.get());
  }

  private static Optional<Instant> latestStart(Workload workload) {
    Limits limits = workload.limits();
    return limits
        .deadline()
        .flatMap(deadline -> limits.maxDuration().map(longest -> deadline.minus(longest)));
  }

  private static String sentence(
      LeaseEntity lease,
      StartForecast forecast,
      StartTime typical,
      Duration waited,
      Optional<Instant> latest) {
    return "The start of %s in %s is doubtful: %.0f %% of launches there get capacity, %d s are usual, %d s are over%s."
        .formatted(
            lease.instanceType,
            lease.region,
            100 * forecast.chance(),
            typical.typical().toSeconds(),
            waited.toSeconds(),
            latest.map(at -> ", and it must begin by " + at).orElse(""));
  }

  private boolean begin(Hold hold, LeaseEntity lease, Workload workload, String why) {
    List<Money> spent = Database.await(meter.totals(lease.workload)).costs();
    return holds.note(
        hold,
        (row, now) ->
            row.stopReason() != null || row.releasedAt != null
                ? Outcome.of()
                : Outcome.of().and(session -> begin(session, row, workload, spent, why, now)));
  }

  private Uni<Void> begin(
      Mutiny.Session session,
      LeaseEntity first,
      Workload workload,
      List<Money> spent,
      String why,
      Instant now) {
    return session
        .find(WorkloadEntity.class, first.workload, LockModeType.PESSIMISTIC_WRITE)
        .chain(
            row ->
                laterAttempts(session, first)
                    .chain(
                        later ->
                            later > 0 || row.cancelRequested || row.state().isFinal()
                                ? Uni.createFrom().voidItem()
                                : session
                                    .find(PlacementEntity.class, first.placement)
                                    .chain(
                                        placement ->
                                            write(
                                                session,
                                                row,
                                                affordable(
                                                    first,
                                                    drafts.next(
                                                        row,
                                                        placement,
                                                        first.turn,
                                                        first.attempt,
                                                        now),
                                                    workload,
                                                    spent),
                                                why,
                                                now))));
  }

  private Optional<LeaseEntity> affordable(
      LeaseEntity first, List<LeaseEntity> next, Workload workload, List<Money> spent) {
    return next.stream()
        .findFirst()
        .filter(second -> keepsLimits(first, second, workload.limits(), spent));
  }

  /** While both are up both are paid for, and whichever wins is then paid for the run. */
  private boolean keepsLimits(
      LeaseEntity first, LeaseEntity second, Limits limits, List<Money> spent) {
    PriceScale scale = market.market().scale();
    List<Money> hour = List.of(first.hourlyRate().perHour(), second.hourlyRate().perHour());
    if (limits.maxPricePerHour().filter(limit -> scale.exceed(hour, limit)).isPresent()) {
      return false;
    }
    return limits
        .maxCost()
        .filter(
            limit -> limits.maxDuration().isEmpty() || costs(first, second, limits, spent, limit))
        .isEmpty();
  }

  private boolean costs(
      LeaseEntity first, LeaseEntity second, Limits limits, List<Money> spent, Money limit) {
    Duration start = config.lease().startTimeout();
    Duration run = limits.maxDuration().orElseThrow().plus(start);
    PriceScale scale = market.market().scale();
    return scale.exceed(sum(spent, first, run, second, start), limit)
        || scale.exceed(sum(spent, second, run, first, start), limit);
  }

  private static List<Money> sum(
      List<Money> spent, LeaseEntity winner, Duration run, LeaseEntity loser, Duration start) {
    List<Money> all = new ArrayList<>(spent);
    all.add(winner.hourlyRate().costOf(run));
    all.add(loser.hourlyRate().costOf(start));
    return all;
  }

  /** A second start that a policy, a quota or a budget has no room for is not made. */
  private Uni<Void> write(
      Mutiny.Session session,
      WorkloadEntity workload,
      Optional<LeaseEntity> found,
      String why,
      Instant now) {
    if (found.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    LeaseEntity second = found.get();
    second.hedge = true;
    return admission
        .write(session, workload, List.of(second), now)
        .chain(
            refusal ->
                refusal.isPresent()
                    ? Uni.createFrom().voidItem()
                    : session.persist(hedged(second, why, now)));
  }

  private static EventEntity hedged(LeaseEntity second, String why, Instant now) {
    String detail =
        "%s Attempt %d is started beside it: %s. Whichever is up first is given the work."
            .formatted(why, second.attempt, LeaseDrafts.asked(List.of(second)));
    return new EventEntity(
        now, second.organization, second.workload, second.id, "lease.hedged", "broker", detail);
  }
}
