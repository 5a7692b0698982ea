package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.PriceScale;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.meter.Meter;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long an agent lets a workload run by itself. It knows when the money is spent without asking
 * anybody, so that {@code max_cost} holds while a broker is dead that holds the lease, or all are.
 */
@ApplicationScoped
public class LongestRun {
  /** No limit of cost is worth more time than this. */
  private static final Duration EVER = Duration.ofDays(3_650);

  private final SpecReader specs;
  private final Meter meter;
  private final LiveMarket market;

  LongestRun(SpecReader specs, Meter meter, LiveMarket market) {
    this.specs = specs;
    this.meter = meter;
    this.market = market;
  }

  /**
   * From the first second of the run; empty for no limit. Of little that is left of {@code
   * max_cost} a half is kept for the end.
   */
  public Uni<Optional<Duration>> of(WorkloadEntity workload, LeaseEntity lease) {
    SpecReader.RunLimits limits = specs.limits(workload.spec);
    if (limits.maxCost().isEmpty()) {
      return Uni.createFrom().item(limits.maxDuration());
    }
    Money most = limits.maxCost().get();
    HourlyRate rate = lease.hourlyRate().times(lease.nodes);
    return meter
        .totals(workload.id)
        .map(totals -> affordable(totals.costs(), rate, most))
        .map(time -> limits.maxDuration().filter(it -> it.compareTo(time) < 0).orElse(time))
        .map(Optional::of);
  }

  private Duration affordable(List<Money> spent, HourlyRate rate, Money most) {
    long paid = seconds(market.market().scale(), spent, rate, most);
    return Duration.ofSeconds(Math.max(paid / 2, paid - LeaseLimits.TIME_TO_END.toSeconds()));
  }

  /** The last whole second that is paid for: what is spent only grows with time. */
  private static long seconds(PriceScale scale, List<Money> spent, HourlyRate rate, Money most) {
    long within = 0;
    long beyond = EVER.toSeconds();
    while (beyond - within > 1) {
      long middle = (within + beyond) / 2;
      List<Money> then = new ArrayList<>(spent);
      then.add(rate.costOf(Duration.ofSeconds(middle)));
      if (scale.exceed(then, most)) {
        beyond = middle;
      } else {
        within = middle;
      }
    }
    return within;
  }
}
