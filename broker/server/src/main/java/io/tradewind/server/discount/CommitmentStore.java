package io.tradewind.server.discount;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.PriceOverride;
import io.tradewind.server.market.PriceOverride.Committed;
import io.tradewind.server.signin.Tenants;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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

  private static final String READ =
      "select * from commitment where organization = $1 order by place";
  private static final String DELETE = "delete from commitment where organization = $1";
  private static final String INSERT =
      """
      insert into commitment (organization, place, seller, region, instance_type, accelerator, capacity_type,
        machines, marginal_price, currency, valid_from, valid_to, note, changed_at, changed_by)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
      """;
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
  private final LiveMarket market;
  private final Clock clock;
  private volatile List<PriceOverride> known = List.of();

  CommitmentStore(Pool pool, LiveMarket market, Clock clock) {
    this.pool = pool;
    this.market = market;
    this.clock = clock;
  }

  /** Machines that run, of one kind. */
  private record Use(
      String seller,
      String region,
      String instanceType,
      @Nullable String capacityType,
      @Nullable String accelerator,
      int leases) {
    boolean isOf(PriceOverride commitment) {
      return commitment.seller().value().equals(seller)
          && commitment.region().filter(it -> !it.equals(region)).isEmpty()
          && commitment.instanceType().filter(it -> !it.equals(instanceType)).isEmpty()
          && commitment.accelerator().filter(it -> !it.equals(accelerator)).isEmpty()
          && commitment.capacityType().filter(it -> !it.wireName().equals(capacityType)).isEmpty();
    }
  }

  /** The one organization of standalone mode buys on the market of this process. */
  void start(@Observes @Priority(EARLY) StartupEvent event) {
    refresh();
  }

  @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @Blocking
  void refresh() {
    tell(Database.await(current(Tenants.DEFAULT_ORGANIZATION)));
  }

  /** Only what is new moves the market. */
  private void tell(List<PriceOverride> commitments) {
    if (!commitments.equals(known)) {
      known = commitments;
      market.commit(commitments);
    }
  }

  /** With what of them is free now, in the order in which they are used. */
  Uni<List<PriceOverride>> current(UUID organization) {
    return read(organization)
        .chain(
            all ->
                all.isEmpty()
                    ? Uni.createFrom().item(all)
                    : uses(organization).map(uses -> free(all, uses)));
  }

  private static List<PriceOverride> free(List<PriceOverride> all, List<Use> uses) {
    int[] left = uses.stream().mapToInt(Use::leases).toArray();
    List<PriceOverride> counted = new ArrayList<>();
    for (PriceOverride commitment : all) {
      Committed terms = (Committed) commitment.terms();
      int free = terms.machines();
      for (int i = 0; i < left.length; i++) {
        if (uses.get(i).isOf(commitment)) {
          int taken = Math.min(free, left[i]);
          free -= taken;
          left[i] -= taken;
        }
      }
      counted.add(commitment.withTerms(new Committed(terms.perHour(), terms.machines(), free)));
    }
    return List.copyOf(counted);
  }

  private Uni<List<PriceOverride>> read(UUID organization) {
    return pool.preparedQuery(READ)
        .execute(Tuple.of(organization))
        .map(
            rows -> {
              List<PriceOverride> all = new ArrayList<>();
              rows.forEach(row -> all.add(commitment(row)));
              return all;
            });
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
        row.getString("provider"),
        row.getString("region"),
        row.getString("instance_type"),
        row.getString("capacity_type"),
        row.getString("accelerator"),
        row.getInteger("leases"));
  }

  /** In place of all that were there. */
  Uni<List<PriceOverride>> replace(UUID organization, List<PriceOverride> all, String by) {
    Instant now = clock.instant();
    List<Tuple> rows = new ArrayList<>();
    for (int place = 0; place < all.size(); place++) {
      rows.add(row(organization, place, all.get(place), now, by));
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
        .chain(() -> current(organization))
        .invoke(
            commitments -> {
              if (organization.equals(Tenants.DEFAULT_ORGANIZATION)) {
                tell(commitments);
              }
            });
  }

  private static Tuple row(
      UUID organization, int place, PriceOverride commitment, Instant now, String by) {
    Committed terms = (Committed) commitment.terms();
    Money marginal = terms.perHour().perHour();
    return Tuple.from(
        Arrays.<Object>asList(
            organization,
            place,
            commitment.seller().value(),
            commitment.region().orElse(null),
            commitment.instanceType().orElse(null),
            commitment.accelerator().orElse(null),
            commitment.capacityType().map(CapacityType::wireName).orElse(null),
            terms.machines(),
            marginal.amount(),
            marginal.currencyCode(),
            commitment.from().map(CommitmentStore::utc).orElse(null),
            commitment.until().map(CommitmentStore::utc).orElse(null),
            commitment.note(),
            utc(now),
            by));
  }

  private static PriceOverride commitment(Row row) {
    HourlyRate marginal =
        new HourlyRate(
            Money.of(
                row.getBigDecimal("marginal_price"),
                Currency.getInstance(row.getString("currency"))));
    int machines = row.getInteger("machines");
    return new PriceOverride(
        new ProviderId(row.getString("seller")),
        Optional.ofNullable(row.getString("region")),
        Optional.ofNullable(row.getString("instance_type")),
        Optional.ofNullable(row.getString("accelerator")),
        Optional.ofNullable(row.getString("capacity_type")).flatMap(CapacityType::parse),
        new Committed(marginal, machines, machines),
        Optional.ofNullable(row.getOffsetDateTime("valid_from")).map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getOffsetDateTime("valid_to")).map(OffsetDateTime::toInstant),
        row.getString("note"));
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
