package io.tradewind.server.secret;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.Blocking;
import io.tradewind.server.database.Database;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Wraps data keys anew that another master key than the current one wraps. Brokers on one database
 * share the work without asking each other: a row is changed only as it was read, so that a value
 * that is replaced meanwhile stands.
 */
@ApplicationScoped
class Rewrapping {
  private static final Logger LOG = Logger.getLogger(Rewrapping.class);
  private static final int AT_ONCE = 500;

  private static final String OTHERS =
      """
      select id, organization, purpose, master_key, wrapped_key, value from sealed_value
      where master_key <> $1 order by id limit $2
      """;
  private static final String CHANGE =
      "update sealed_value set master_key = $1, wrapped_key = $2 where id = $3 and wrapped_key = $4";

  private final Pool pool;
  private final MasterKeys keys;
  private final Envelope envelope;

  Rewrapping(Pool pool, MasterKeys keys, Envelope envelope) {
    this.pool = pool;
    this.keys = keys;
    this.envelope = envelope;
  }

  @Scheduled(every = "1m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
  @Blocking
  void look() {
    if (Database.await(pool.query("select 1 from sealed_value limit 1").execute()).size() > 0) {
      keys.refresh();
      int unused = rewrap();
    }
  }

  /**
   * All that can be opened here.
   *
   * @return how many
   */
  int rewrap() {
    String current = keys.current().name();
    int done = 0;
    int of = AT_ONCE;
    while (of == AT_ONCE) {
      int changed = 0;
      of = 0;
      for (Row row :
          Database.await(pool.preparedQuery(OTHERS).execute(Tuple.of(current, AT_ONCE)))) {
        of++;
        changed += rewrap(row) ? 1 : 0;
      }
      done += changed;
      if (changed == 0) {
        break;
      }
    }
    if (done > 0) {
      LOG.infof("%d data keys are wrapped by the master key %s now.", done, current);
    }
    return done;
  }

  private boolean rewrap(Row row) {
    Sealed before = SealedValues.sealed(row);
    try {
      SealedRow identity = SealedValues.identity(row);
      Sealed after = envelope.rewrap(identity, before);
      Tuple change =
          Tuple.of(
              after.masterKey(),
              Buffer.buffer(after.wrappedKey()),
              identity.id(),
              Buffer.buffer(before.wrappedKey()));
      return Database.await(pool.preparedQuery(CHANGE).execute(change)).rowCount() == 1;
    } catch (LockedException e) {
      LOG.errorf("A sealed value keeps the master key %s: %s", before.masterKey(), e.getMessage());
      return false;
    }
  }
}
