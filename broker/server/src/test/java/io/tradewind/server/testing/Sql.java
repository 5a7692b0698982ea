package io.tradewind.server.testing;

import io.tradewind.server.database.Database;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Statements behind the broker's back, in the name of the one who owns the tables. */
@ApplicationScoped
public class Sql {
  private final Pool pool;

  Sql(
      Vertx vertx,
      @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
      @ConfigProperty(name = "quarkus.datasource.username") String user,
      @ConfigProperty(name = "quarkus.datasource.password") String password) {
    PgConnectOptions options = PgConnectOptions.fromUri(url).setUser(user).setPassword(password);
    this.pool = Pool.pool(vertx, options, new PoolOptions().setMaxSize(2));
  }

  public RowSet<Row> run(String statement) {
    return Database.await(pool.query(statement).execute());
  }

  /** Of a statement that answers with one. */
  public long number(String statement) {
    return run(statement).iterator().next().getLong(0);
  }

  @PreDestroy
  void close() {
    pool.closeAndAwait();
  }
}
