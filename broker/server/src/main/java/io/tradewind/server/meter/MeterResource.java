package io.tradewind.server.meter;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.page.Cursors;
import io.tradewind.server.page.Limits;
import io.tradewind.server.page.Months;
import io.tradewind.server.page.Page;
import io.tradewind.server.signin.Caller;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What was metered, and what it cost. */
@Path("/api/v1")
@Tag(name = "meter")
public class MeterResource {
  private static final String OWN =
      " where organization = $1 and ($2::uuid is null or workload = $2)"
          + " and ($3::timestamptz is null or from_at >= $3 and from_at < $4)";
  private static final String AFTER =
      " and (from_at, lease) > ($5, $6) order by from_at, lease limit $7";

  /**
   * The newest reading until an interval's end; one that is older than two minutes tells nothing.
   */
  private static final String USAGE_AND_DEVICES =
      """
      usage left join lateral (
        select utilisation, watts, memory_used_mib from device_reading
        where device_reading.lease = usage.lease and at <= to_at and at > to_at - interval '2 minutes'
        order by at desc limit 1) as devices on true""";

  private static final OffsetDateTime BEGINNING = OffsetDateTime.parse("1970-01-01T00:00:00Z");

  private final Pool pool;
  private final Caller caller;

  MeterResource(Pool pool, Caller caller) {
    this.pool = pool;
    this.caller = caller;
  }

  /**
   * A metered interval.
   *
   * @param energyKilowattHours at the site's meter
   * @param acceleratorUtilisation of all the lease's accelerators, as their drivers told; absent
   *     where nobody did, or where the machine is shared
   */
  @Schema(name = "Usage")
  public record UsageView(
      @Schema(required = true) UUID lease,
      @Schema(required = true) UUID workload,
      @Schema(required = true) Instant from,
      @Schema(required = true) Instant to,
      @Schema(required = true) double seconds,
      @Schema(required = true) double processorSeconds,
      @Schema(required = true) double energyKilowattHours,
      @Schema(required = true) double operationalGrams,
      @Schema(required = true) double embodiedGrams,
      @Schema(required = true) String basis,
      @Schema(required = true) String carbonSource,
      @Schema(
              required = true,
              nullable = true,
              description =
                  "0 to 1, the mean of the lease's accelerators; null where no driver told it, and"
                      + " where other leases share the machine.")
          @Nullable Double acceleratorUtilisation,
      @Schema(required = true, nullable = true, description = "Of all of them; null likewise.")
          @Nullable Double acceleratorWatts,
      @Schema(required = true, nullable = true, description = "Of all of them; null likewise.")
          @Nullable Long acceleratorMemoryUsedMib) {}

  /**
   * What an interval cost. Rounded in effect once: the charges of a lease add up to its rate times
   * its metered time.
   */
  @Schema(name = "Charge")
  public record ChargeView(
      @Schema(required = true) UUID lease,
      @Schema(required = true) UUID workload,
      @Schema(required = true) Instant from,
      @Schema(required = true) Instant to,
      @Schema(required = true) double seconds,
      @Schema(required = true) MoneyView rate,
      @Schema(required = true) MoneyView amount) {}

  /**
   * @param totalAmount of all charges asked for, not only of this page; absent when there are none,
   *     and when they are in several currencies
   */
  @Schema(name = "ChargePage")
  public record ChargePage(
      @Schema(required = true) List<ChargeView> items,
      @Schema(required = true, nullable = true) @Nullable String nextCursor,
      @Schema(required = true) long total,
      @Schema(
              required = true,
              nullable = true,
              description = "Null without charges, and where they are in several currencies.")
          @Nullable MoneyView totalAmount,
      @Schema(required = true, description = "One of each currency; never converted.")
          List<MoneyView> totalAmounts) {}

  /** Whose intervals, of which workload, begun in which month; all where nothing is said. */
  private record Wanted(UUID organization, @Nullable UUID workload, Optional<YearMonth> month) {
    List<@Nullable Object> arguments() {
      List<@Nullable Object> all = new ArrayList<>();
      all.add(organization);
      all.add(workload);
      all.add(month.map(Months::start).orElse(null));
      all.add(month.map(it -> Months.start(it.plusMonths(1))).orElse(null));
      return all;
    }
  }

  @GET
  @Path("usage")
  @Operation(operationId = "listUsage", summary = "Metered time, energy and carbon")
  public Uni<Page<UsageView>> usage(
      @QueryParam("workload") @Nullable UUID workload,
      @QueryParam("limit") @DefaultValue("200") int limit,
      @QueryParam("cursor") @Nullable String cursor) {
    int size = Limits.page(limit);
    var wanted = new Wanted(caller.organization(), workload, Optional.empty());
    return rows(USAGE_AND_DEVICES, wanted, size, cursor, MeterResource::usage)
        .chain(
            items ->
                count("usage", wanted)
                    .map(
                        total ->
                            new Page<>(
                                items,
                                items.size() < size
                                    ? null
                                    : next(items.get(size - 1).from(), items.get(size - 1).lease()),
                                total)));
  }

  @GET
  @Path("charges")
  @Operation(operationId = "listCharges", summary = "What metered time cost, to nine decimals")
  public Uni<ChargePage> charges(
      @QueryParam("workload") @Nullable UUID workload,
      @Parameter(description = "Those that began in it, in UTC.", example = "2026-11")
          @QueryParam("month")
          @Nullable String month,
      @QueryParam("limit") @DefaultValue("200") int limit,
      @QueryParam("cursor") @Nullable String cursor) {
    int size = Limits.page(limit);
    var wanted =
        new Wanted(caller.organization(), workload, Optional.ofNullable(month).map(Months::read));
    return rows("charge", wanted, size, cursor, MeterResource::charge)
        .chain(
            items ->
                sum(wanted)
                    .map(
                        sum ->
                            new ChargePage(
                                items,
                                items.size() < size
                                    ? null
                                    : next(items.get(size - 1).from(), items.get(size - 1).lease()),
                                sum.count(),
                                sum.amounts().size() == 1 ? sum.amounts().get(0) : null,
                                sum.amounts())));
  }

  private record Sum(long count, List<MoneyView> amounts) {}

  private Uni<Sum> sum(Wanted wanted) {
    return pool.preparedQuery(
            "select count(*) n, sum(amount) amount, currency from charge"
                + OWN
                + " group by currency order by currency")
        .execute(Tuple.from(wanted.arguments()))
        .map(
            rows -> {
              long count = 0;
              List<MoneyView> amounts = new ArrayList<>();
              for (Row row : rows) {
                count += row.getLong("n");
                amounts.add(money(row, "amount"));
              }
              return new Sum(count, amounts);
            });
  }

  private Uni<Long> count(String table, Wanted wanted) {
    return pool.preparedQuery("select count(*) n from " + table + OWN)
        .execute(Tuple.from(wanted.arguments()))
        .map(rows -> rows.iterator().next().getLong("n"));
  }

  private <T> Uni<List<T>> rows(
      String tables, Wanted wanted, int limit, @Nullable String cursor, Function<Row, T> view) {
    OffsetDateTime from = BEGINNING;
    UUID lease = new UUID(0, 0);
    if (cursor != null) {
      List<String> parts = Cursors.decode(cursor, 2);
      try {
        from = OffsetDateTime.parse(parts.get(0));
        lease = UUID.fromString(parts.get(1));
      } catch (RuntimeException e) {
        throw Cursors.bad();
      }
    }
    List<@Nullable Object> arguments = wanted.arguments();
    arguments.add(from);
    arguments.add(lease);
    arguments.add(limit);
    return pool.preparedQuery("select * from " + tables + OWN + AFTER)
        .execute(Tuple.from(arguments))
        .map(
            rows -> {
              List<T> items = new ArrayList<>(rows.size());
              rows.forEach(row -> items.add(view.apply(row)));
              return items;
            });
  }

  private static String next(Instant from, UUID lease) {
    return Cursors.encode(from.toString(), lease.toString());
  }

  private static UsageView usage(Row row) {
    return new UsageView(
        row.getUUID("lease"),
        row.getUUID("workload"),
        at(row, "from_at"),
        at(row, "to_at"),
        seconds(row),
        row.getDouble("processor_seconds"),
        row.getDouble("energy_kwh"),
        row.getDouble("operational_grams"),
        row.getDouble("embodied_grams"),
        row.getString("basis"),
        row.getString("carbon_source"),
        row.getDouble("utilisation"),
        row.getDouble("watts"),
        row.getLong("memory_used_mib"));
  }

  private static ChargeView charge(Row row) {
    return new ChargeView(
        row.getUUID("lease"),
        row.getUUID("workload"),
        at(row, "from_at"),
        at(row, "to_at"),
        seconds(row),
        money(row, "rate"),
        money(row, "amount"));
  }

  private static MoneyView money(Row row, String column) {
    return MoneyView.of(
        Money.of(row.getBigDecimal(column), Currency.getInstance(row.getString("currency"))));
  }

  private static Instant at(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  private static double seconds(Row row) {
    return Duration.between(at(row, "from_at"), at(row, "to_at")).toNanos() / 1e9;
  }
}
