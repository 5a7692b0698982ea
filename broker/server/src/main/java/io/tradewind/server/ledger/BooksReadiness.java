package io.tradewind.server.ledger;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.metric.Gauges;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Whether charges reach the books. The database itself posts each charge and refuses changes, by
 * triggers that its owner could switch off: a broker without them, or with a charge that is not in
 * the books, is not ready.
 */
@Readiness
@Singleton
class BooksReadiness implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(BooksReadiness.class);

  /** More than the time between two looks. Older charges: {@code infra/backup/verify.sql}. */
  private static final String LOOK =
      """
      select
        (select coalesce(string_agg(guard, ', ' order by guard), '')
          from unnest(array['charge_is_posted', 'charge_is_kept', 'charge_append_only', 'ledger_append_only']) as guard
          where not exists (select from pg_trigger join pg_class on pg_class.oid = tgrelid
            where relnamespace = current_schema()::regnamespace and tgname = guard and tgenabled in ('O', 'A'))) as missing,
        (select count(*) from lease
          join charge on charge.lease = lease.id and charge.from_at > now() - interval '2 minutes'
          left join lateral (select coalesce(sum(entry.amount), 0) as amount from ledger_entry entry
            where entry.lease = charge.lease and entry.from_at = charge.from_at and entry.currency = charge.currency) as posted on true
          where (lease.state <> 'closed' or lease.closed_at > now() - interval '2 minutes')
            and posted.amount <> charge.amount) as unposted
      """;

  private final Pool pool;
  private final Gauges gauges;
  private volatile Optional<Found> found = Optional.empty();

  BooksReadiness(Pool pool, Gauges gauges) {
    this.pool = pool;
    this.gauges = gauges;
  }

  /**
   * @param missing triggers that are not there or switched off; empty for none
   * @param unposted charges of the last minutes that the books do not hold whole
   */
  private record Found(String missing, long unposted) {
    boolean isWell() {
      return missing.isEmpty() && unposted == 0;
    }
  }

  /** The scheduler's first look would be up to a second later. */
  void start(@Observes StartupEvent event) {
    look()
        .subscribe()
        .with(looked -> {}, failed -> LOG.warnf("The books are looked at again: %s", failed));
  }

  @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> look() {
    return pool.query(LOOK)
        .execute()
        .invoke(rows -> take(rows.iterator().next()))
        .replaceWithVoid();
  }

  private void take(Row row) {
    Found now = new Found(row.getString("missing"), row.getLong("unposted"));
    if (!now.isWell() && !Optional.of(now).equals(found)) {
      LOG.errorf("Not ready: charges do not reach the books: %s", now);
    }
    found = Optional.of(now);
    gauges.tell("tradewind.ledger.unposted", List.of(new Gauges.Row(now.unposted())));
  }

  /** Down until it has looked once. */
  @Override
  public HealthCheckResponse call() {
    Optional<Found> last = found;
    var reply = HealthCheckResponse.named("books").status(last.filter(Found::isWell).isPresent());
    last.ifPresent(
        it -> reply.withData("unposted", it.unposted()).withData("missing", it.missing()));
    return reply.build();
  }
}
