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

  /**
   * What a look at a running lease finds.
   *
   * @param next until the next one: soon where a limit may be reached before a late one
   */
  record Look(Optional<Breach> breach, Duration next) {}

  Look look(LeaseEntity lease) {
    WorkloadEntity workload =
        database.blocking(session -> session.find(WorkloadEntity.class, lease.workload));
    LeaseFacts facts = facts(lease, workload);
    Optional<Breach> reached = reached(facts);
    if (reached.isPresent()) {
      return new Look(reached, Duration.ZERO);
    }
    Instant now = facts.now();
    Funds.Cover cover =
        database.blocking(session -> funds.cover(session, lease, workload, now, Pauses.AT_EASE));
    if (cover.shortage().isPresent()) {
      return new Look(
          cover.shortage().map(it -> new Breach(CloseReason.BUDGET, it.sentence())), Duration.ZERO);
    }
    boolean heard = Duration.between(facts.heard(), now).compareTo(Pauses.AT_EASE) <= 0;
    boolean atEase =
        heard && cover.lasts() && reached(facts.at(now.plus(Pauses.AT_EASE))).isEmpty();
    return new Look(Optional.empty(), atEase ? Pauses.AT_EASE : Pauses.ACTIVE);
  }

  private LeaseFacts facts(LeaseEntity lease, WorkloadEntity workload) {
    Instant heard = sites.lastHeard(lease.id).orElse(started);
    SpecReader.RunLimits limits = specs.limits(workload.spec);
    return new LeaseFacts(
        lease,
        limits,
        Database.await(meter.totals(lease.workload)),
        limits.idleStop().map(longest -> idleness.seen(lease)),
        // A broker that has just come up gives agents the time to find it again.
        heard.isBefore(started) ? started : heard,
        clock.instant());
  }

  private Optional<Breach> reached(LeaseFacts facts) {
    return silence(facts)
        .or(() -> cost(facts, market.market().scale()))
        .or(() -> carbon(facts))
        .or(() -> duration(facts))
        .or(() -> idle(facts));
  }

  private Optional<Breach> silence(LeaseFacts facts) {
    Duration limit = config.lease().lostAfter();
    if (Duration.between(facts.heard(), facts.now()).compareTo(limit) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Breach(
            CloseReason.AGENT_LOST,
            "The agent was not heard of for %s; by its own rule it has ended the workload."
                .formatted(limit)));
  }

  /** Stops in time: what the end itself will still cost is part of the limit. */
  private static Optional<Breach> cost(LeaseFacts facts, PriceScale scale) {
    List<Money> spent = new ArrayList<>(facts.totals().costs());
    spent.add(facts.rate().costOf(TIME_TO_END));
    return facts
        .limits()
        .maxCost()
        .filter(limit -> !facts.totals().costs().isEmpty() && scale.exceed(spent, limit))
        .map(limit -> breach(CloseReason.MAX_COST, "max_cost %s is reached", limit));
  }

  private static Optional<Breach> carbon(LeaseFacts facts) {
    OptionalDouble limit = facts.limits().maxCarbonGrams();
    return limit.isPresent() && facts.totals().grams() > limit.getAsDouble()
        ? Optional.of(
            breach(CloseReason.MAX_CARBON, "max_carbon %s g is reached", limit.getAsDouble()))
        : Optional.empty();
  }

  /** The agent keeps this limit itself; here it is kept against an agent that does not. */
  private static Optional<Breach> duration(LeaseFacts facts) {
    return facts
        .limits()
        .maxDuration()
        .filter(limit -> facts.now().isAfter(facts.began().plus(limit).plus(AGENTS_GRACE)))
        .map(limit -> breach(CloseReason.MAX_DURATION, "max_duration %s is over", limit));
  }

  private static Optional<Breach> idle(LeaseFacts facts) {
    return facts.idle().flatMap(seen -> seen.breach(facts.limits().idleStop().orElseThrow()));
  }

  private static Breach breach(CloseReason reason, String what, Object limit) {
    return new Breach(reason, "The limit " + what.formatted(limit) + ".");
  }
}
