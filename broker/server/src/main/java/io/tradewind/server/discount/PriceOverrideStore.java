package io.tradewind.server.discount;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
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
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An organization's price overrides in the database. The whole list is replaced at once, since its
 * order matters. The market of this broker learns of a change before the reply is sent, those of
 * other brokers on the same database within seconds.
 */
@ApplicationScoped
class PriceOverrideStore {
  /** Before the first feed is asked. */
  private static final int EARLY = 1_000;

  private static final String READ =
      "select * from price_override where organization = $1 order by place";
  private static final String DELETE = "delete from price_override where organization = $1";
  private static final String INSERT =
      """
      insert into price_override (organization, place, seller, region, instance_type, accelerator, capacity_type,
        percent_off, fixed_price, currency, valid_from, valid_to, note, changed_at, changed_by)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
      """;

  private final Pool pool;
  private final Consumer<List<PriceOverride>> market;
  private final Clock clock;
  private final AtomicLong writes = new AtomicLong();
  private Optional<List<PriceOverride>> known = Optional.empty();

  @Inject
  PriceOverrideStore(Pool pool, LiveMarket market, Clock clock) {
    this(pool, market::override, clock);
  }

  PriceOverrideStore(Pool pool, Consumer<List<PriceOverride>> market, Clock clock) {
    this.pool = pool;
    this.market = market;
    this.clock = clock;
  }

  /** The one organization of standalone mode buys on the market of this process. */
  void start(@Observes @Priority(EARLY) StartupEvent event) {
    refresh();
  }

  /** Takes over what another broker on the same database has written. Blocks. */
  @Scheduled(every = "3s", delayed = "3s", concurrentExecution = ConcurrentExecution.SKIP)
  @Blocking
  void refresh() {
    long before = writes.get();
    List<PriceOverride> stored = Database.await(read(Tenants.DEFAULT_ORGANIZATION));
    take(stored, before);
  }

  /** What was read before this broker itself wrote is out of date. */
  private synchronized void take(List<PriceOverride> stored, long readAt) {
    if (writes.get() == readAt && !known.equals(Optional.of(stored))) {
      known = Optional.of(stored);
      market.accept(stored);
    }
  }

  private synchronized void written(List<PriceOverride> overrides) {
    writes.incrementAndGet();
    known = Optional.empty();
    market.accept(overrides);
  }

  Uni<List<PriceOverride>> read(UUID organization) {
    return pool.preparedQuery(READ)
        .execute(Tuple.of(organization))
        .map(
            rows -> {
              List<PriceOverride> overrides = new ArrayList<>();
              rows.forEach(row -> overrides.add(override(row)));
              return overrides;
            });
  }

  /** In place of all that were there. */
  Uni<Void> replace(UUID organization, List<PriceOverride> overrides, String by) {
    Instant now = clock.instant();
    List<Tuple> rows = new ArrayList<>();
    for (int place = 0; place < overrides.size(); place++) {
      rows.add(row(organization, place, overrides.get(place), now, by));
    }
    return pool.withTransaction(
            connection ->
                connection
                    .preparedQuery(DELETE)
                    .execute(Tuple.of(organization))
                    .chain(
                        () ->
                            rows.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : connection
                                    .preparedQuery(INSERT)
                                    .executeBatch(rows)
                                    .replaceWithVoid()))
        .invoke(
            () -> {
              if (organization.equals(Tenants.DEFAULT_ORGANIZATION)) {
                written(overrides);
              }
            });
  }

  private static Tuple row(
      UUID organization, int place, PriceOverride override, Instant now, String by) {
    BigDecimal percent = override.terms() instanceof PercentOff off ? off.percent() : null;
    Money fixed = override.terms() instanceof FixedRate rate ? rate.perHour().perHour() : null;
    return Tuple.from(
        Arrays.<Object>asList(
            organization,
            place,
            override.seller().value(),
            override.region().orElse(null),
            override.instanceType().orElse(null),
            override.accelerator().orElse(null),
            override.capacityType().map(CapacityType::wireName).orElse(null),
            percent,
            fixed == null ? null : fixed.amount(),
            fixed == null ? null : fixed.currencyCode(),
            override.from().map(PriceOverrideStore::utc).orElse(null),
            override.until().map(PriceOverrideStore::utc).orElse(null),
            override.note(),
            utc(now),
            by));
  }

  private static PriceOverride override(Row row) {
    return new PriceOverride(
        new ProviderId(row.getString("seller")),
        Optional.ofNullable(row.getString("region")),
        Optional.ofNullable(row.getString("instance_type")),
        Optional.ofNullable(row.getString("accelerator")),
        Optional.ofNullable(row.getString("capacity_type")).flatMap(CapacityType::parse),
        terms(row),
        instant(row.getOffsetDateTime("valid_from")),
        instant(row.getOffsetDateTime("valid_to")),
        row.getString("note"));
  }

  private static Terms terms(Row row) {
    BigDecimal percent = row.getBigDecimal("percent_off");
    return percent != null
        ? new PercentOff(percent)
        : new FixedRate(
            new HourlyRate(
                Money.of(
                    row.getBigDecimal("fixed_price"),
                    Currency.getInstance(row.getString("currency")))));
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime at) {
    return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
