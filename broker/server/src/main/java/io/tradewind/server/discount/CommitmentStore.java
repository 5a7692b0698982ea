package io.tradewind.server.discount;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.discount.PlannedGains.Waiting;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.PriceOverride;
import io.tradewind.server.market.PriceOverride.Committed;
import io.tradewind.server.market.PriceOverride.Terms;
import io.tradewind.server.signin.Tenants;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An organization's commitments in the database, and how much of them its leases use. A lease
 * counts from the moment that its provider has accepted it: until then the price that it was
 * promised is still to be had.
 */
@ApplicationScoped
class CommitmentStore {
  /** Before the first feed is asked. */
  private static final int EARLY = 1_000;

  private static final String USED =
"""
select provider, region, instance_type, offer_document::json ->> 'capacityType' as capacity_type,
  offer_document::json -> 'accelerator' ->> 'model' as accelerator, count(*) as leases
from lease
where organization = $1 and state in ('provisioning', 'active', 'reclaiming')
group by 1, 2, 3, 4, 5
order by 1, 2, 3, 4, 5
""";

  private final Pool pool;
  private final RuleTable table;
  private final RulesInForce inForce;
  private final PlannedGains gains;

  @Inject
  CommitmentStore(Pool pool, LiveMarket market, PlannedGains gains, Clock clock) {
    this(pool, market::commit, gains, clock);
  }

  CommitmentStore(
      Pool pool, Consumer<List<PriceOverride>> market, PlannedGains gains, Clock clock) {
    this.pool = pool;
    this.gains = gains;
    table = new RuleTable(pool, clock, "commitment", new MarginalPrices());
    inForce = new RulesInForce(market);
  }

  /** Machines that run, of one kind. */
  private record Use(MachineKind kind, int leases) {}

  /** The one organization of standalone mode buys on the market of this process. */
  void start(@Observes @Priority(EARLY) StartupEvent event) {
    refresh();
  }

  @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @Blocking
  void refresh() {
    inForce.refresh(() -> Database.await(current(Tenants.DEFAULT_ORGANIZATION)));
  }

  /** With what of them is free now, in the order in which they are used. */
  Uni<List<PriceOverride>> current(UUID organization) {
    return table
        .read(organization)
        .chain(
            all ->
                all.isEmpty()
                    ? Uni.createFrom().item(all)
                    : uses(organization)
                        .map(uses -> free(all, uses))
                        .chain(counted -> worth(organization, counted)));
  }

  /** Beside running it, a free machine costs what a batch that waits for it would gain. */
  private Uni<List<PriceOverride>> worth(UUID organization, List<PriceOverride> commitments) {
    return gains
        .of(organization)
        .map(waiting -> commitments.stream().map(it -> worth(it, waiting)).toList());
  }

  private static PriceOverride worth(PriceOverride commitment, List<Waiting> waiting) {
    Committed terms = (Committed) commitment.terms();
    return commitment.withTerms(
        terms.foregoing(PlannedGains.gains(waiting, commitment, terms.cost().running())));
  }

  private static List<PriceOverride> free(List<PriceOverride> all, List<Use> uses) {
    int[] left = uses.stream().mapToInt(Use::leases).toArray();
    List<PriceOverride> counted = new ArrayList<>();
    for (PriceOverride commitment : all) {
      Committed terms = (Committed) commitment.terms();
      int free = terms.machines();
      for (int i = 0; i < left.length; i++) {
        if (uses.get(i).kind().isOf(commitment)) {
          int taken = Math.min(free, left[i]);
          free -= taken;
          left[i] -= taken;
        }
      }
      counted.add(commitment.withTerms(terms.withFree(free)));
    }
    return List.copyOf(counted);
  }

  private Uni<List<Use>> uses(UUID organization) {
    return pool.preparedQuery(USED)
        .execute(Tuple.of(organization))
        .map(
            rows -> {
              List<Use> uses = new ArrayList<>();
              rows.forEach(row -> uses.add(use(row)));
              return uses;
            });
  }

  private static Use use(Row row) {
    return new Use(
        new MachineKind(
            row.getString("provider"),
            row.getString("region"),
            row.getString("instance_type"),
            row.getString("capacity_type"),
            row.getString("accelerator")),
        row.getInteger("leases"));
  }

  /** In place of all that were there. */
  Uni<List<PriceOverride>> replace(UUID organization, List<PriceOverride> all, String by) {
    return table
        .replace(organization, all, by)
        .chain(() -> current(organization))
        .invoke(
            commitments -> {
              if (organization.equals(Tenants.DEFAULT_ORGANIZATION)) {
                inForce.written(commitments);
              }
            });
  }

  /** How many machines are paid for, and what an hour of one more of them costs. */
  private static final class MarginalPrices implements RuleTable.TermsColumns {
    @Override
    public List<String> names() {
      return List.of("machines", "marginal_price", "currency");
    }

    @Override
    public List<@Nullable Object> values(Terms terms) {
      Committed committed = (Committed) terms;
      Money marginal = committed.cost().running().perHour();
      return List.of(committed.machines(), marginal.amount(), marginal.currencyCode());
    }

    /** With all of its machines free. */
    @Override
    public Terms read(Row row) {
      HourlyRate marginal =
          new HourlyRate(
              Money.of(
                  row.getBigDecimal("marginal_price"),
                  Currency.getInstance(row.getString("currency"))));
      int machines = row.getInteger("machines");
      return Committed.allFree(marginal, machines);
    }
  }
}
