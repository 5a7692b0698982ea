package io.tradewind.server.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Connections that keep the statements they have prepared, save those that answer with all columns
 * of a table: a newer version may add one while this broker runs, and PostgreSQL refuses a kept
 * statement whose answer has changed.
 */
@Singleton
public class KeptStatements implements PgPoolCreator {
  private static final Pattern ALL_COLUMNS =
      Pattern.compile("(\\b(select|distinct|returning)\\s|[.,])\\s*\\*", Pattern.CASE_INSENSITIVE);

  @Override
  public Pool create(Input input) {
    input
        .pgConnectOptionsList()
        .forEach(it -> it.setPreparedStatementCacheSqlFilter(KeptStatements::mayBeKept));
    return PgBuilder.pool()
        .with(input.poolOptions())
        .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
        .using(input.vertx())
        .build();
  }

  static boolean mayBeKept(String sql) {
    return !ALL_COLUMNS.matcher(sql).find();
  }
}
