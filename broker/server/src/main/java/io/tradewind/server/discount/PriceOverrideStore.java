package io.tradewind.server.discount;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.PriceOverride;
import io.tradewind.server.market.PriceOverride.FixedRate;
import io.tradewind.server.market.PriceOverride.PercentOff;
import io.tradewind.server.market.PriceOverride.Terms;
import io.tradewind.server.signin.Tenants;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An organization's price overrides in the database. The market of this broker learns of a change
 * before the reply is sent, those of other brokers on the same database within seconds.
 */
@ApplicationScoped
class PriceOverrideStore {
  /** Before the first feed is asked. */
  private static final int EARLY = 1_000;

  private final RuleTable table;
  private final RulesInForce inForce;

  @Inject
  PriceOverrideStore(Pool pool, LiveMarket market, Clock clock) {
    this(pool, market::override, clock);
  }

  PriceOverrideStore(Pool pool, Consumer<List<PriceOverride>> market, Clock clock) {
    table = new RuleTable(pool, clock, "price_override", new Reductions());
    inForce = new RulesInForce(market);
  }

  /** The one organization of standalone mode buys on the market of this process. */
  void start(@Observes @Priority(EARLY) StartupEvent event) {
    refresh();
  }

  /** Takes over what another broker on the same database has written. Blocks. */
  @Scheduled(every = "3s", delayed = "3s", concurrentExecution = ConcurrentExecution.SKIP)
  @Blocking
  void refresh() {
    inForce.refresh(() -> Database.await(read(Tenants.DEFAULT_ORGANIZATION)));
  }

  Uni<List<PriceOverride>> read(UUID organization) {
    return table.read(organization);
  }

  /** In place of all that were there. */
  Uni<Void> replace(UUID organization, List<PriceOverride> overrides, String by) {
    return table
        .replace(organization, overrides, by)
        .invoke(
            () -> {
              if (organization.equals(Tenants.DEFAULT_ORGANIZATION)) {
                inForce.written(overrides);
              }
            });
  }

  /** Either a share off the seller's price or a price in its place. */
  private static final class Reductions implements RuleTable.TermsColumns {
    @Override
    public List<String> names() {
      return List.of("percent_off", "fixed_price", "currency");
    }

    @Override
    public List<@Nullable Object> values(Terms terms) {
      BigDecimal percent = terms instanceof PercentOff off ? off.percent() : null;
      Money fixed = terms instanceof FixedRate rate ? rate.perHour().perHour() : null;
      return Arrays.asList(
          percent,
          fixed == null ? null : fixed.amount(),
          fixed == null ? null : fixed.currencyCode());
    }

    @Override
    public Terms read(Row row) {
      BigDecimal percent = row.getBigDecimal("percent_off");
      return percent != null
          ? new PercentOff(percent)
          : new FixedRate(
              new HourlyRate(
                  Money.of(
                      row.getBigDecimal("fixed_price"),
                      Currency.getInstance(row.getString("currency")))));
    }
  }
}
