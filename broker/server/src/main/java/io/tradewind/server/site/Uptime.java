package io.tradewind.server.site;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.agent.Pulse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Counts, every minute, for how many of a site's machines the heartbeats arrive. What is closed by
 * an announcement is not expected. Of several brokers one counts a minute.
 */
@ApplicationScoped
class Uptime {
  private static final String COUNT =
"""
insert into site_day (organization, site, day, heard_seconds, expected_seconds, counted_at)
select s.organization, s.id, $1, 60 * count(*) filter (where a.last_heartbeat > $2), 60 * count(*), $3
from site s join agent a on a.site = s.id
where s.terms is not null and a.revoked_at is null and a.inventory is not null
  and not exists (select 1 from site_closure c where c.site = s.id and (c.agent is null or c.agent = a.id)
    and c.lifted_at is null and c.from_at <= $3 and (c.until_at is null or c.until_at > $3))
group by s.organization, s.id
on conflict (site, day) do update set
  heard_seconds = site_day.heard_seconds + excluded.heard_seconds,
  expected_seconds = site_day.expected_seconds + excluded.expected_seconds,
  counted_at = excluded.counted_at
where site_day.counted_at < excluded.counted_at - interval '55 seconds'
""";

  private final Pool pool;
  private final Clock clock;

  Uptime(Pool pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  @Scheduled(
      every = "60s",
      delayed = "60s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> count() {
    Instant now = clock.instant();
    OffsetDateTime alive = now.minus(Pulse.INTERVAL.multipliedBy(3)).atOffset(ZoneOffset.UTC);
    return pool.preparedQuery(COUNT)
        .execute(
            Tuple.of(LocalDate.ofInstant(now, ZoneOffset.UTC), alive, now.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }
}
