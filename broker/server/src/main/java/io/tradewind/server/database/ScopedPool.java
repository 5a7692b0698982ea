package io.tradewind.server.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.PreparedQuery;
import io.vertx.mutiny.sqlclient.Query;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The pool that everybody is given: each statement and each transaction begins with the scope in
 * which it runs, which is that of the code that asks for it.
 */
@Alternative
@Priority(1)
@Singleton
@Typed({Pool.class, ScopedPool.class})
public class ScopedPool extends Pool {
  private final Scopes scopes;

  ScopedPool(io.vertx.sqlclient.Pool pool, Scopes scopes) {
    super(pool);
    this.scopes = scopes;
  }

  /** A transaction in the name of another than the caller. */
  public <T> Uni<T> within(Scope scope, Function<SqlConnection, Uni<T>> work) {
    Optional<Attribution> attribution = scopes.attribution();
    return super.withTransaction(
        connection ->
            connection
                .query(scope.statement(attribution))
                .execute()
                .chain(() -> work.apply(connection)));
  }

  @Override
  public <T> Uni<T> withTransaction(Function<SqlConnection, Uni<T>> work) {
    return within(scopes.current(), work);
  }

  @Override
  public Query<RowSet<Row>> query(String sql) {
    return new ScopedQuery(super.query(sql), sql);
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
    return new ScopedStatement(super.preparedQuery(sql), sql);
  }

  /** Would act in nobody's name. */
  @Override
  public Uni<SqlConnection> getConnection() {
    throw unscoped();
  }

  /** Would act in nobody's name. */
  @Override
  public <T> Uni<T> withConnection(Function<SqlConnection, Uni<T>> work) {
    throw unscoped();
  }

  private static IllegalStateException unscoped() {
    return new IllegalStateException(
        "A bare connection sees no tenant's rows. Use withTransaction, or a single statement.");
  }

  /**
   * One statement. It is sent together with the transaction around it, without waiting in between:
   * where it fails, the database makes the commit after it a roll-back.
   */
  private <T> Uni<T> alone(Function<SqlConnection, Uni<T>> statement) {
    return alone(scopes.current().statement(scopes.attribution()), statement);
  }

  /** One statement in the name of another than the caller, at nobody's wish. */
  public Uni<RowSet<Row>> alone(Scope scope, String sql, Tuple arguments) {
    return alone(
        scope.statement(Optional.empty()),
        connection -> connection.preparedQuery(sql).execute(arguments));
  }

  private <T> Uni<T> alone(String scope, Function<SqlConnection, Uni<T>> statement) {
    String begin = "begin; " + scope;
    return super.withConnection(
        connection ->
            Uni.combine()
                .all()
                .unis(
                    connection.query(begin).execute(),
                    statement.apply(connection),
                    connection.query("commit").execute())
                .collectFailures()
                .with((begun, rows, ended) -> rows));
  }

  private static IllegalStateException mapping() {
    return new IllegalStateException("Map the rows that execute answers with.");
  }

  private final class ScopedQuery extends Query<RowSet<Row>> {
    private final String sql;

    private ScopedQuery(Query<RowSet<Row>> unscoped, String sql) {
      super(unscoped.getDelegate());
      this.sql = sql;
    }

    @Override
    public Uni<RowSet<Row>> execute() {
      return alone(connection -> connection.query(sql).execute());
    }

    @Override
    public <U> Query<RowSet<U>> mapping(Function<Row, U> mapper) {
      throw ScopedPool.mapping();
    }
  }

  private final class ScopedStatement extends PreparedQuery<RowSet<Row>> {
    private final String sql;

    private ScopedStatement(PreparedQuery<RowSet<Row>> unscoped, String sql) {
      super(unscoped.getDelegate());
      this.sql = sql;
    }

    @Override
    public Uni<RowSet<Row>> execute() {
      return alone(connection -> connection.preparedQuery(sql).execute());
    }

    @Override
    public Uni<RowSet<Row>> execute(Tuple arguments) {
      return alone(connection -> connection.preparedQuery(sql).execute(arguments));
    }

    @Override
    public Uni<RowSet<Row>> executeBatch(List<Tuple> batch) {
      return alone(connection -> connection.preparedQuery(sql).executeBatch(batch));
    }

    @Override
    public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
      throw ScopedPool.mapping();
    }
  }
}
