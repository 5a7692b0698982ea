package io.tradewind.server.meter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.pricing.ChargeMeter;
import io.tradewind.pricing.Money;
import io.tradewind.server.lease.LeaseEntity;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Turns metered time into usage and charges, once. Both tables are append-only: the database
 * refuses a change, and keeps the totals of each lease with them.
 */
@ApplicationScoped
public class Meter {
  private static final String USAGE =
      """
      insert into usage (lease, from_at, to_at, organization, workload, processor_seconds, energy_kwh,
        operational_grams, embodied_grams, basis, carbon_source, received_at, server_kwh, pue, grams_per_kwh, water_litres, carbon_estimated)
      values (:lease, :from, :to, :organization, :workload, :processor, :energy, :operational, :embodied, :basis, :source, :now,
        cast(:servers as double precision), cast(:pue as double precision), cast(:intensity as double precision),
        cast(:water as double precision), cast(:estimated as boolean))
      """;
  private static final String CHARGE =
      """
      insert into charge (lease, from_at, to_at, organization, workload, rate, amount, currency)
      values (:lease, :from, :to, :organization, :workload, :rate, :amount, :currency)
      """;
  static final String TOTALS =
      """
      select workload, sum(energy_kwh) energy, sum(grams) grams, sum(seconds) seconds, sum(amount) amount, currency
      from lease_total where workload = any($1) group by workload, currency order by currency
      """;

  private final Pool pool;
  private final ObjectMapper json;

  Meter(Pool pool, ObjectMapper json) {
    this.pool = pool;
    this.json = json;
  }

  /**
   * What a workload has used so far.
   *
   * @param costs one of each currency that was charged; empty before the first interval
   */
  public record Totals(List<Money> costs, double kilowattHours, double grams, double seconds) {
    public static final Totals NONE = new Totals(List.of(), 0, 0, 0);

    public Totals {
      costs = List.copyOf(costs);
    }

    /** Empty before the first interval, and where several currencies were charged. */
    public Optional<Money> cost() {
      return costs.size() == 1 ? Optional.of(costs.get(0)) : Optional.empty();
    }

    /** Of several workloads. */
    public static Totals sum(List<Totals> parts) {
      return parts.stream().reduce(NONE, Totals::sum);
    }

    private static List<Money> byCurrency(Totals one, Totals other) {
      Map<Currency, Money> sums = new LinkedHashMap<>();
      Stream.concat(one.costs.stream(), other.costs.stream())
          .forEach(cost -> sums.merge(cost.currency(), cost, Money::plus));
      return List.copyOf(sums.values());
    }

    private static Totals sum(Totals one, Totals other) {
      return new Totals(
          byCurrency(one, other),
          one.kilowattHours + other.kilowattHours,
          one.grams + other.grams,
          one.seconds + other.seconds);
    }
  }

  /**
   * Writes fresh intervals of a lease whose row is locked by the caller's transaction.
   *
   * @param fresh adjacent intervals that begin where the lease's meter stands
   */
  public Uni<Void> record(
      Mutiny.Session session, LeaseEntity lease, List<LeaseReport.Interval> fresh, Instant now) {
    Uni<Void> writes = Uni.createFrom().voidItem();
    for (LeaseReport.Interval interval : fresh) {
      Instant start = lease.meteredFrom == null ? interval.from() : lease.meteredFrom;
      Duration before = Duration.between(start, interval.from());
      Money amount =
          ChargeMeter.charge(
              lease.hourlyRate(), before, Duration.between(interval.from(), interval.to()));
      lease.meteredFrom = start;
      lease.meteredTo = interval.to();
      writes = writes.chain(() -> write(session, lease, interval, amount, now, hourly(lease)));
    }
    return writes;
  }

  /**
   * Writes what is left of the time for which the lease is charged at least: as an interval in
   * which nothing was used. What never ran owes nothing, and repeating it writes nothing.
   */
  public Uni<Void> owed(Mutiny.Session session, LeaseEntity lease, Instant now) {
    if (lease.meteredFrom == null || lease.meteredTo == null) {
      return Uni.createFrom().voidItem();
    }
    Instant to = lease.meteredTo;
    Instant end = lease.meteredFrom.plusSeconds(lease.minimumSeconds);
    if (!end.isAfter(to)) {
      return Uni.createFrom().voidItem();
    }
    LeaseReport.Interval rest = new LeaseReport.Interval(to, end, 0);
    Money amount =
        ChargeMeter.charge(
            lease.hourlyRate(), Duration.between(lease.meteredFrom, to), Duration.between(to, end));
    lease.meteredTo = end;
    return write(session, lease, rest, amount, now, hourly(lease).map(HourlyCarbon::unused));
  }

  public Uni<Totals> totals(UUID workload) {
    return totals(List.of(workload)).map(all -> all.getOrDefault(workload, Totals.NONE));
  }

  /** Of several workloads at once; those that have used nothing are not in the answer. */
  public Uni<Map<UUID, Totals>> totals(List<UUID> workloads) {
    return pool.preparedQuery(TOTALS)
        .execute(Tuple.of(workloads.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Totals> all = new HashMap<>();
              rows.forEach(row -> all.merge(row.getUUID("workload"), totals(row), Totals::sum));
              return all;
            });
  }

  private static Totals totals(Row row) {
    Money cost =
        Money.of(row.getBigDecimal("amount"), Currency.getInstance(row.getString("currency")));
    return new Totals(
        List.of(cost),
        row.getDouble("energy"),
        row.getDouble("grams"),
        row.getBigDecimal("seconds").doubleValue());
  }

  private Uni<Void> write(
      Mutiny.Session session,
      LeaseEntity lease,
      LeaseReport.Interval interval,
      Money amount,
      Instant now,
      Optional<HourlyCarbon> carbon) {
    double hours = Duration.between(interval.from(), interval.to()).toNanos() / 3.6e12;
    Mutiny.Query<?> usage =
        session
            .createNativeQuery(USAGE)
            .setParameter("lease", lease.id)
            .setParameter("from", interval.from())
            .setParameter("to", interval.to())
            .setParameter("organization", lease.organization)
            .setParameter("workload", lease.workload)
            .setParameter("processor", interval.processorSeconds())
            .setParameter("energy", carbon.map(it -> it.energyKilowattHours() * hours).orElse(0.0))
            .setParameter(
                "operational", carbon.map(it -> it.operationalGrams() * hours).orElse(0.0))
            .setParameter("embodied", carbon.map(it -> it.embodiedGrams() * hours).orElse(0.0))
            .setParameter("basis", carbon.map(HourlyCarbon::basis).orElse("unknown"))
            .setParameter("source", carbon.map(HourlyCarbon::source).orElse("none"))
            .setParameter("now", now)
            .setParameter(
                "servers", carbon.map(it -> times(it.serverKilowattHours(), hours)).orElse(null))
            .setParameter("pue", carbon.map(HourlyCarbon::pue).orElse(null))
            .setParameter("intensity", carbon.map(HourlyCarbon::gramsPerKilowattHour).orElse(null))
            .setParameter("water", carbon.map(it -> times(it.waterLitres(), hours)).orElse(null))
            .setParameter("estimated", carbon.map(HourlyCarbon::estimated).orElse(null));
    Mutiny.Query<?> charge =
        session
            .createNativeQuery(CHARGE)
            .setParameter("lease", lease.id)
            .setParameter("from", interval.from())
            .setParameter("to", interval.to())
            .setParameter("organization", lease.organization)
            .setParameter("workload", lease.workload)
            .setParameter("rate", lease.rate)
            .setParameter("amount", amount.amount())
            .setParameter("currency", lease.currency);
    return usage.executeUpdate().chain(charge::executeUpdate).replaceWithVoid();
  }

  private static @Nullable Double times(@Nullable Double hourly, double hours) {
    return hourly == null ? null : hourly * hours;
  }

  private Optional<HourlyCarbon> hourly(LeaseEntity lease) {
    if (lease.hourlyCarbon == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(json.readValue(lease.hourlyCarbon, HourlyCarbon.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "The carbon of lease %s is not JSON any more.".formatted(lease.id), e);
    }
  }
}
