package io.tradewind.server.database;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.data.Numeric;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.impl.MutinySessionImpl;
import org.hibernate.reactive.pool.ReactiveConnection;
import org.jspecify.annotations.Nullable;

/**
 * Questions in the database's own words, within the transaction of a session. Hibernate's native
 * ones are read anew each time they are asked, since what Hibernate Reactive keeps their plan by is
 * equal to nothing else. Parameters are {@code $1} and on. What the session has not written yet
 * they do not see: flush it before, where that matters.
 */
public final class PlainSql {
  private PlainSql() {}

  /**
   * @param arguments of the driver's own types, moments as {@link Instant} too
   * @return the rows with their columns in order: UUID, String, Integer, Long, Boolean, and what
   *     {@link #decimal}, {@link #instant} read
   */
  public static Uni<List<Object[]>> rows(
      Mutiny.Session session, String question, @Nullable Object... arguments) {
    Object[] sent = Arrays.stream(arguments).map(PlainSql::sent).toArray();
    return Uni.createFrom()
        .completionStage(() -> connection(session).select(question, sent))
        .map(PlainSql::all);
  }

  /** The only row's only column. */
  public static Uni<Object> value(
      Mutiny.Session session, String question, @Nullable Object... arguments) {
    return rows(session, question, arguments).map(rows -> rows.get(0)[0]);
  }

  private static List<Object[]> all(ReactiveConnection.Result rows) {
    List<Object[]> all = new ArrayList<>(rows.size());
    rows.forEachRemaining(all::add);
    return all;
  }

  private static @Nullable Object sent(@Nullable Object argument) {
    return argument instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : argument;
  }

  /** A column of type numeric. */
  public static BigDecimal decimal(Object column) {
    return column instanceof Numeric number ? number.bigDecimalValue() : (BigDecimal) column;
  }

  /** A column of type timestamptz. */
  public static Instant instant(Object column) {
    return ((OffsetDateTime) column).toInstant();
  }

  static ReactiveConnection connection(Mutiny.Session session) {
    return ((MutinySessionImpl) session).getReactiveConnection();
  }
}
