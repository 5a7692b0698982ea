package io.tradewind.server.lease;

import io.tradewind.matcher.PriceScale;
import io.tradewind.pricing.Money;
import io.tradewind.server.agent.SiteBook;
import io.tradewind.server.budget.Funds;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.meter.Meter;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What ends a running lease against its will: the owner's own limits, a budget, and an agent that
 * fell silent.
 */
@ApplicationScoped
class LeaseLimits {
  /**
   * The next look, the agent's last report and its patience with the workload. The time for which a
   * dead broker may hold the lease is not in it: its agent ends it by itself, by {@link
   * LongestRun}.
   */
  static final Duration TIME_TO_END = Duration.ofSeconds(20);

  private static final Duration AGENTS_GRACE = Duration.ofSeconds(15);

  private final Database database;
  private final Meter meter;
  private final Idleness idleness;
  private final Funds funds;
  private final SiteBook sites;
  private final SpecReader specs;
  private final LiveMarket market;
  private final TradewindConfig config;
  private final Clock clock;
  private final Instant started;

  LeaseLimits(
      Database database,
      Meter meter,
      Idleness idleness,
      Funds funds,
      SiteBook sites,
      SpecReader specs,
      LiveMarket market,
      TradewindConfig config,
      Clock clock) {
    this.database = database;
    this.meter = meter;
    this.idleness = idleness;
    this.funds = funds;
    this.sites = sites;
    this.specs = specs;
    this.market = market;
    this.config = config;
    this.clock = clock;
    this.started = clock.instant();
  }

  record Breach(CloseReason reason, String detail) {}

  Optional<Breach> breach(LeaseEntity lease) {
    return silence(lease).or(() -> ownersLimit(lease));
  }

  /** A broker that has just come up gives agents the time to find it again. */
  private Optional<Breach> silence(LeaseEntity lease) {
    Duration limit = config.lease().lostAfter();
    Instant heard = sites.lastHeard(lease.id).orElse(started);
    Instant since = heard.isBefore(started) ? started : heard;
    if (Duration.between(since, clock.instant()).compareTo(limit) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Breach(
            CloseReason.AGENT_LOST,
            "The agent was not heard of for %s; by its own rule it has ended the workload."
                .formatted(limit)));
  }

  private Optional<Breach> ownersLimit(LeaseEntity lease) {
    WorkloadEntity workload =
        database.blocking(session -> session.find(WorkloadEntity.class, lease.workload));
    SpecReader.RunLimits limits = specs.limits(workload.spec);
    Meter.Totals totals = Database.await(meter.totals(lease.workload));
    return cost(lease, limits, totals, market.market().scale())
        .or(() -> carbon(limits, totals))
        .or(() -> duration(lease, limits))
        .or(() -> limits.idleStop().flatMap(longest -> idleness.breach(lease, longest)))
        .or(() -> funds(lease, workload));
  }

  private Optional<Breach> funds(LeaseEntity lease, WorkloadEntity workload) {
    return database
        .blocking(session -> funds.cover(session, lease, workload, clock.instant()))
        .map(shortage -> new Breach(CloseReason.BUDGET, shortage.sentence()));
  }

  /** Stops in time: what the end itself will still cost is part of the limit. */
  private static Optional<Breach> cost(
      LeaseEntity lease, SpecReader.RunLimits limits, Meter.Totals totals, PriceScale scale) {
    List<Money> spent = new ArrayList<>(totals.costs());
    spent.add(lease.hourlyRate().times(lease.nodes).costOf(TIME_TO_END));
    return limits
        .maxCost()
        .filter(limit -> !totals.costs().isEmpty() && scale.exceed(spent, limit))
        .map(limit -> breach(CloseReason.MAX_COST, "max_cost %s is reached", limit));
  }

  private static Optional<Breach> carbon(SpecReader.RunLimits limits, Meter.Totals totals) {
    OptionalDouble limit = limits.maxCarbonGrams();
    return limit.isPresent() && totals.grams() > limit.getAsDouble()
        ? Optional.of(
            breach(CloseReason.MAX_CARBON, "max_carbon %s g is reached", limit.getAsDouble()))
        : Optional.empty();
  }

  /** The agent keeps this limit itself; here it is kept against an agent that does not. */
  private Optional<Breach> duration(LeaseEntity lease, SpecReader.RunLimits limits) {
    Instant active = lease.activeAt == null ? lease.requestedAt : lease.activeAt;
    return limits
        .maxDuration()
        .filter(limit -> clock.instant().isAfter(active.plus(limit).plus(AGENTS_GRACE)))
        .map(limit -> breach(CloseReason.MAX_DURATION, "max_duration %s is over", limit));
  }

  private static Breach breach(CloseReason reason, String what, Object limit) {
    return new Breach(reason, "The limit " + what.formatted(limit) + ".");
  }
}
