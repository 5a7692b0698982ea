package io.tradewind.server.testing;

import io.tradewind.server.database.Database;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;

/** Statements behind the broker's back. */
@ApplicationScoped
public class Sql {
  private final Pool pool;

  Sql(Pool pool) {
    this.pool = pool;
  }

  public RowSet<Row> run(String statement) {
    return Database.await(pool.query(statement).execute());
  }

  /** Of a statement that answers with one. */
  public long number(String statement) {
    return run(statement).iterator().next().getLong(0);
  }
}
