package io.tradewind.server.metric;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.tradewind.server.database.Database;
import io.tradewind.server.metric.Gauges.Row;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * What the database knows of leases, agents and messages. All brokers on one database tell the
 * same: take the maximum over them, not the sum.
 */
@ApplicationScoped
class StoredFigures {
  private static final List<Figure> FIGURES =
      List.of(
          new Figure(
              "tradewind.leases",
              List.of("state"),
"""
select state, count(id)::float8
from unnest(array['requested', 'provisioning', 'active', 'reclaiming']) as every(state)
left join lease using (state) group by state
"""),
          new Figure(
              "tradewind.leases.overdue.seconds",
              List.of(),
"""
select coalesce(extract(epoch from max(now() - due_at)), 0)::float8 from lease
where state <> 'closed' and due_at < now() and (hold_until is null or hold_until < now())
"""),
          new Figure(
              "tradewind.leases.closed.last.hour",
              List.of("reason"),
"""
select close_reason, count(*)::float8 from lease
where state = 'closed' and closed_at > now() - interval '1 hour' group by close_reason
"""),
          new Figure(
              "tradewind.launches.last.hour",
              List.of("provider", "evidence"),
              """
              select provider, lower(evidence), count(*)::float8 from launch
              where at > now() - interval '1 hour' group by provider, evidence
              """),
          new Figure(
              "tradewind.lease.start.seconds",
              List.of("provider"),
"""
select provider, percentile_cont(0.5) within group (order by extract(epoch from active_at - requested_at))::float8
from lease where active_at > now() - interval '1 hour' group by provider
"""),
          new Figure(
              "tradewind.usage.behind.seconds",
              List.of(),
"""
select coalesce(extract(epoch from max(now() - coalesce(metered_to, active_at))), 0)::float8
from lease where state = 'active'
"""),
          new Figure(
              "tradewind.agents",
              List.of("state"),
"""
select case when revoked_at is not null then 'revoked'
            when last_heartbeat > now() - interval '90 seconds' then 'heard' else 'silent' end as state,
       count(*)::float8
from agent group by 1
"""),
          new Figure(
              "tradewind.bill.lines.stray",
              List.of("provider"),
              """
              select provider, count(*)::float8 from bill_line where stray and not superseded group by provider
              """),
          new Figure(
              "tradewind.alert.deliveries",
              List.of("state"),
"""
select state, count(*)::float8 from alert_delivery where state <> 'delivered' group by state
"""));

  private final Pool pool;
  private final Gauges gauges;

  StoredFigures(Pool pool, Gauges gauges) {
    this.pool = pool;
    this.gauges = gauges;
  }

  /**
   * A gauge and the query of its rows.
   *
   * @param labels one for each column but the last, which is the value
   */
  private record Figure(String name, List<String> labels, String query) {}

  @Scheduled(every = "15s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  void look() {
    for (Figure figure : FIGURES) {
      gauges.tell(figure.name(), rows(figure));
    }
  }

  private List<Row> rows(Figure figure) {
    RowSet<io.vertx.mutiny.sqlclient.Row> found =
        Database.await(pool.query(figure.query()).execute());
    List<Row> rows = new ArrayList<>(found.size());
    int columns = figure.labels().size();
    for (var row : found) {
      String[] tags = new String[2 * columns];
      for (int i = 0; i < columns; i++) {
        tags[2 * i] = figure.labels().get(i);
        tags[2 * i + 1] = String.valueOf(row.getString(i));
      }
      rows.add(new Row(row.getDouble(columns), tags));
    }
    return rows;
  }
}
