package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.workload.Retry;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.placement.Placements;
import io.tradewind.server.policy.Asker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a running workload would be cheaper now, and what moving there would cost. Nothing is moved
 * by it.
 */
@ApplicationScoped
class Proposals {
  private static final int MOST = 3;
  private static final String RUNNING =
      "from LeaseEntity where workload = :workload and state = 'active' order by node";

  private final Database database;
  private final Placements placements;
  private final LiveMarket market;
  private final SpecReader specs;
  private final Clock clock;

  Proposals(
      Database database, Placements placements, LiveMarket market, SpecReader specs, Clock clock) {
    this.database = database;
    this.placements = placements;
    this.market = market;
    this.specs = specs;
    this.clock = clock;
  }

  /**
   * A move that would pay.
   *
   * @param now what an hour of all nodes costs
   * @param then what it would cost
   * @param lost work that is done again: all of it, or what lies after the last checkpoint
   * @param start until the machines there run
   * @param disruption what lost work and start would cost there
   * @param saving until {@code max_duration} is over, disruption taken off; empty where no end is
   *     known
   * @param breakEven after which the move has paid for itself
   */
  record Proposal(
      Candidate to,
      HourlyRate now,
      HourlyRate then,
      Duration lost,
      Duration start,
      Money disruption,
      Optional<Money> saving,
      Duration breakEven) {}

  /** The best first; none for a workload that does not run, or that is best where it is. */
  Uni<List<Proposal>> of(WorkloadEntity row) {
    return database
        .transaction(
            session ->
                session
                    .createQuery(RUNNING, LeaseEntity.class)
                    .setParameter("workload", row.id)
                    .getResultList())
        .map(leases -> leases.isEmpty() ? List.of() : proposals(row, leases));
  }

  private List<Proposal> proposals(WorkloadEntity row, List<LeaseEntity> leases) {
    Workload workload = specs.stored(row.spec);
    Placement placement = placements.matchOwn(Asker.goingOn(row), workload, Scope.LEASABLE);
    List<Proposal> found = new ArrayList<>();
    Stream.concat(placement.choice().stream(), placement.runnersUp().stream())
        .forEach(to -> proposal(workload, leases, to).ifPresent(found::add));
    found.sort(Comparator.comparing(it -> it.breakEven()));
    return List.copyOf(found.subList(0, Math.min(MOST, found.size())));
  }

  private Optional<Proposal> proposal(Workload workload, List<LeaseEntity> leases, Candidate to) {
    LeaseEntity lease = leases.get(0);
    HourlyRate now = lease.hourlyRate().times(workload.nodes());
    HourlyRate then = to.pricePerHour();
    boolean cheaper =
        then.perHour().currency().equals(now.perHour().currency()) && then.compareTo(now) < 0;
    Instant active = lease.activeAt;
    if (!cheaper || active == null) {
      return Optional.empty();
    }
    Duration ran = notNegative(Duration.between(active, clock.instant()));
    Duration lost =
        workload
            .retry()
            .flatMap(Retry::checkpoint)
            .filter(every -> every.compareTo(ran) < 0)
            .orElse(ran);
    Duration start =
        market.conditions().startTime(to.offer().provider(), to.offer().capacityType()).typical();
    Money disruption = then.costOf(lost.plus(start));
    Money anHour = now.perHour().minus(then.perHour());
    Optional<Money> saving =
        workload
            .limits()
            .maxDuration()
            .map(longest -> notNegative(longest.minus(ran)))
            .map(rest -> new HourlyRate(anHour).costOf(rest).minus(disruption));
    return saving.filter(it -> !it.isPositive()).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Proposal(
                to, now, then, lost, start, disruption, saving, paidBack(disruption, anHour)));
  }

  private static Duration paidBack(Money disruption, Money anHour) {
    double hours = disruption.amount().doubleValue() / anHour.amount().doubleValue();
    return Duration.ofSeconds((long) Math.ceil(Math.min(hours, 1e6) * 3600));
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
