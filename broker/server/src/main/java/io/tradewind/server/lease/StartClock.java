package io.tradewind.server.lease;

import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import io.tradewind.api.StartTimes;
import io.tradewind.api.StartTimes.Measured;
import io.tradewind.server.database.Database;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** How long leases took from the request until their workload ran, by seller and capacity type. */
@ApplicationScoped
class StartClock {
  /** Fewer launches than this say nothing yet. */
  private static final int FEWEST = 3;

  /** The median of the last twenty of each kind, among the last thousand of all. */
  private static final String MEDIANS =
      """
      with started as (
        select provider, offer_document::json ->> 'capacityType' as capacity_type,
          extract(epoch from active_at - requested_at) as seconds, active_at
        from lease where active_at > $1 and active_at >= requested_at
        order by active_at desc limit 1000
      ), ranked as (
        select *, row_number() over (partition by provider, capacity_type order by active_at desc) as newest
        from started
      )
      select provider, capacity_type, count(*) as launches,
        percentile_cont(0.5) within group (order by seconds)::float8 as median
      from ranked where newest <= 20
      group by provider, capacity_type having count(*) >= $2
      """;

  private final Pool pool;

  StartClock(Pool pool) {
    this.pool = pool;
  }

  /** Of launches since then. For a thread that may block. */
  StartTimes measured(Instant since) {
    List<Measured> measured = new ArrayList<>();
    Database.await(
            pool.preparedQuery(MEDIANS).execute(Tuple.of(since.atOffset(ZoneOffset.UTC), FEWEST)))
        .forEach(row -> measured.add(read(row)));
    return measured.isEmpty() ? StartTimes.bundled() : StartTimes.measured(measured);
  }

  private static Measured read(Row row) {
    String capacity = row.getString("capacity_type");
    return new Measured(
        new ProviderId(row.getString("provider")),
        CapacityType.parse(capacity)
            .orElseThrow(() -> new IllegalStateException(capacity + " is no capacity type.")),
        Duration.ofSeconds((long) Math.ceil(row.getDouble("median"))),
        row.getInteger("launches"));
  }
}
