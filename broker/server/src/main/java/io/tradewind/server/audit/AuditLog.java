package io.tradewind.server.audit;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Attribution;
import io.tradewind.server.database.Gathering;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.tradewind.server.page.Page;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The chains in the database. */
@Singleton
class AuditLog {
  static final int BATCH = 1_000;

  private static final String NEWEST =
      "select * from audit_entry where "
          + AuditFilter.CONDITION
          + " and seq < $8 order by seq desc limit $9";

  private static final String COUNT =
      "select count(*) from audit_entry where " + AuditFilter.CONDITION;

  private static final String OLDEST =
      "select * from audit_entry where "
          + AuditFilter.CONDITION
          + " and seq > $8 order by seq limit $9";

  /** Into the chain, as far as it has been committed: before anybody reads. */
  private static final String SEAL = "select audit_seal_waiting($1)";

  private static final String SEAL_ALL =
      "select audit_seal_waiting(organization) from (select distinct organization from"
          + " audit_waiting) as those where pg_try_advisory_xact_lock(hashtextextended('audit',"
          + " 0))";

  /** Several at once. The database fills in the rest: time, and later number and hashes. */
  private static final String ADD =
"""
insert into audit_waiting (organization, actor, actor_name, token, action, target, outcome, request, reason)
select (asked ->> 'organization')::uuid, asked ->> 'actor', asked ->> 'name', (asked ->> 'token')::uuid,
  left(action, 200), left(target, 500), outcome, asked ->> 'request', asked ->> 'reason'
from unnest($1::text[]::jsonb[], $2::text[], $3::text[], $4::integer[]) as it (asked, action, target, outcome)
""";

  private final ScopedPool pool;
  private final Gathering<Answered> answers;

  AuditLog(ScopedPool pool) {
    this.pool = pool;
    this.answers = new Gathering<>(BATCH, this::write);
  }

  /** A request and its answer. */
  private record Answered(Attribution asked, String action, String target, int status) {}

  /** With those of others that are answered at the same time. */
  Uni<Void> add(Attribution asked, String action, String target, int status) {
    return answers.add(new Answered(asked, action, target, status));
  }

  /** Of any organizations: each row names its own, which is the one that asked. */
  private Uni<Void> write(List<Answered> all) {
    return pool.alone(
            Scope.BROKER,
            ADD,
            Tuple.of(
                column(all, String[]::new, it -> it.asked().json()),
                column(all, String[]::new, Answered::action),
                column(all, String[]::new, Answered::target),
                column(all, Integer[]::new, Answered::status)))
        .replaceWithVoid();
  }

  private static <C> C[] column(
      List<Answered> all, IntFunction<C[]> array, Function<Answered, C> value) {
    return all.stream().map(value).toArray(array);
  }

  /** Those of all organizations; one broker does it at a time. */
  Uni<Void> sealAll() {
    return pool.preparedQuery(SEAL_ALL).execute().replaceWithVoid();
  }

  /** The newest first, before a number. */
  Uni<Page<AuditEntry>> page(UUID organization, AuditFilter filter, long before, int limit) {
    Tuple count = Tuple.from(filter.arguments(organization));
    return pool.preparedQuery(SEAL)
        .execute(Tuple.of(organization))
        .chain(() -> pool.preparedQuery(COUNT).execute(count))
        .map(rows -> rows.iterator().next().getLong(0))
        .chain(
            total ->
                pool.preparedQuery(NEWEST)
                    .execute(arguments(organization, filter, before, limit))
                    .map(rows -> entries(rows))
                    .map(found -> new Page<>(found, next(found, limit), total)));
  }

  /**
   * The oldest first, after a number.
   *
   * @param scope of who asked, which a file outlives
   */
  Uni<List<AuditEntry>> after(Scope scope, UUID organization, AuditFilter filter, long seq) {
    return pool.within(
        scope,
        connection ->
            connection
                .preparedQuery(SEAL)
                .execute(Tuple.of(organization))
                .chain(() -> sealed(connection, organization, filter, seq, BATCH)));
  }

  /** The same for who comes again and again: what still waits is there the next time. */
  Uni<List<AuditEntry>> sealedAfter(Scope scope, UUID organization, long seq) {
    return pool.within(
        scope, connection -> sealed(connection, organization, AuditFilter.ALL, seq, BATCH));
  }

  /** The same in a transaction that is open. */
  static Uni<List<AuditEntry>> sealed(
      SqlConnection connection, UUID organization, AuditFilter filter, long seq, int limit) {
    return connection
        .preparedQuery(OLDEST)
        .execute(arguments(organization, filter, seq, limit))
        .map(AuditLog::entries);
  }

  private static Tuple arguments(UUID organization, AuditFilter filter, long seq, int limit) {
    List<Object> arguments = new ArrayList<>(filter.arguments(organization));
    arguments.add(seq);
    arguments.add(limit);
    return Tuple.from(arguments);
  }

  private static List<AuditEntry> entries(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(AuditEntry::of).toList();
  }

  private static @Nullable String next(List<AuditEntry> entries, int limit) {
    return entries.size() < limit ? null : Long.toString(entries.get(entries.size() - 1).seq());
  }
}
