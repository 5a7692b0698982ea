package io.tradewind.server.lease;

import io.tradewind.pricing.Money;
import io.tradewind.server.agent.SiteBook;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import io.tradewind.server.meter.Meter;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What ends a running lease against its will: the owner's own limits, and an agent that fell
 * silent.
 */
@ApplicationScoped
class LeaseLimits {
  private final Database database;
  private final Meter meter;
  private final SiteBook sites;
  private final SpecReader specs;
  private final TradewindConfig config;
  private final Clock clock;
  private final Instant started;

  LeaseLimits(
      Database database,
      Meter meter,
      SiteBook sites,
      SpecReader specs,
      TradewindConfig config,
      Clock clock) {
    this.database = database;
    this.meter = meter;
    this.sites = sites;
    this.specs = specs;
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
    Instant now = clock.instant();
    Meter.Totals totals = Database.await(meter.totals(lease.workload));
    Money soon = lease.hourlyRate().costOf(Duration.ofSeconds(10));
    if (limits.maxCost().isPresent()
        && totals.cost().isPresent()
        && totals.cost().get().plus(soon).compareTo(limits.maxCost().get()) > 0) {
      return Optional.of(
          new Breach(
              CloseReason.MAX_COST,
              "The limit max_cost %s is reached.".formatted(limits.maxCost().get())));
    }
    if (limits.maxCarbonGrams().isPresent()
        && totals.grams() > limits.maxCarbonGrams().getAsDouble()) {
      return Optional.of(
          new Breach(
              CloseReason.MAX_CARBON,
              "The limit max_carbon %.0f g is reached."
                  .formatted(limits.maxCarbonGrams().getAsDouble())));
    }
    Instant active = lease.activeAt == null ? now : lease.activeAt;
    if (limits.maxDuration().isPresent()
        && now.isAfter(active.plus(limits.maxDuration().get()).plusSeconds(15))) {
      return Optional.of(
          new Breach(
              CloseReason.MAX_DURATION,
              "The limit max_duration %s is over.".formatted(limits.maxDuration().get())));
    }
    return Optional.empty();
  }
}
