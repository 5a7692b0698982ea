package io.tradewind.server.agent;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.event.Signals;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Looks for work that other brokers wrote down, once for all agents that wait here: a thousand of
 * them are one question a second.
 */
@ApplicationScoped
class WorkWatch {
  /** Numbers are drawn before they are committed: so many that are late are still noticed. */
  private static final long MARGIN = 500;

  private static final String CHANGED =
      "select changed, coalesce(agent, place) as subject from assignment where changed > $1";
  private static final String LAST = "select coalesce(max(changed), 0) as changed from assignment";

  private final Pool pool;
  private final Signals signals;
  private volatile Set<Long> seen = Set.of();
  private volatile long from = -1;

  WorkWatch(Pool pool, Signals signals) {
    this.pool = pool;
    this.signals = signals;
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> look() {
    return from < 0
        ? pool.query(LAST)
            .execute()
            .invoke(rows -> from = rows.iterator().next().getLong("changed"))
            .replaceWithVoid()
        : pool.preparedQuery(CHANGED)
            .execute(Tuple.of(from))
            .invoke(this::announce)
            .replaceWithVoid();
  }

  private void announce(RowSet<Row> rows) {
    Set<Long> now = new HashSet<>();
    long last = from;
    for (Row row : rows) {
      long change = row.getLong("changed");
      now.add(change);
      last = Math.max(last, change);
      if (!seen.contains(change)) {
        UUID subject = row.getUUID("subject");
        signals.changed(subject);
      }
    }
    from = Math.max(from, last - MARGIN);
    seen = now;
  }
}
