package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.agent.LeaseReport;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Appends output lines. A workload's lines are numbered over its attempts, so that a reader has one
 * order; those of several nodes in the order in which they come.
 */
@ApplicationScoped
public class LogStore {
  /** Lines of attempt n have numbers from n × this. */
  public static final long LINES_OF_AN_ATTEMPT = 1_000_000_000L;

  private static final String KNOWN =
      "select coalesce(max(seq) + 1, $2) as next from log_line where workload = $1 and seq >= $2"
          + " and seq < $3";
  private static final String LOCK =
      "select log_lines, node, nodes from lease where id = $1 for update";
  private static final String LOCK_ALL = "select id from workload where id = $1 for no key update";
  private static final String COUNT = "update lease set log_lines = log_lines + $2 where id = $1";
  private static final String INSERT =
      """
      insert into log_line (workload, node, seq, at, stream, line)
      select $1, $6, t.seq, t.at, t.stream, t.line
      from unnest($2::int8[], $3::timestamptz[], $4::text[], $5::text[]) as t(seq, at, stream, line)
      """;

  private final Pool pool;

  LogStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * Keeps the lines that are not known yet; a report that leaves a gap is not kept.
   *
   * @return how many lines of the attempt are safe now
   */
  Uni<Long> append(UUID lease, UUID workload, int attempt, LeaseReport.Logs report) {
    long base = attempt * LINES_OF_AN_ATTEMPT;
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(lease))
                .map(rows -> rows.iterator().next())
                .chain(
                    row ->
                        row.getInteger("nodes") == 1
                            ? next(connection, workload, base)
                                .chain(known -> insert(connection, workload, base, known, report))
                            : interleave(connection, lease, workload, base, row, report)));
  }

  private static Uni<Long> next(SqlConnection connection, UUID workload, long base) {
    return connection
        .preparedQuery(KNOWN)
        .execute(Tuple.of(workload, base, base + LINES_OF_AN_ATTEMPT))
        .map(rows -> rows.iterator().next().getLong("next") - base);
  }

  private static Uni<Long> insert(
      SqlConnection connection, UUID workload, long base, long known, LeaseReport.Logs report) {
    List<LeaseReport.Line> fresh = fresh(report, known);
    return insert(connection, workload, null, base + known, fresh)
        .replaceWith(known + fresh.size());
  }

  /** Each node counts its own lines; where they stand among all is decided as they come. */
  private static Uni<Long> interleave(
      SqlConnection connection,
      UUID lease,
      UUID workload,
      long base,
      Row row,
      LeaseReport.Logs report) {
    long known = row.getLong("log_lines");
    List<LeaseReport.Line> fresh = fresh(report, known);
    if (fresh.isEmpty()) {
      return Uni.createFrom().item(known);
    }
    return connection
        .preparedQuery(LOCK_ALL)
        .execute(Tuple.of(workload))
        .chain(() -> next(connection, workload, base))
        .chain(next -> insert(connection, workload, row.getInteger("node"), base + next, fresh))
        .chain(() -> connection.preparedQuery(COUNT).execute(Tuple.of(lease, fresh.size())))
        .replaceWith(known + fresh.size());
  }

  /** What is not known yet; nothing where the report leaves a gap. */
  private static List<LeaseReport.Line> fresh(LeaseReport.Logs report, long known) {
    long skip = known - report.firstSequence();
    return skip < 0 || skip >= report.lines().size()
        ? List.of()
        : report.lines().subList((int) skip, report.lines().size());
  }

  private static Uni<Void> insert(
      SqlConnection connection,
      UUID workload,
      @Nullable Integer node,
      long first,
      List<LeaseReport.Line> lines) {
    if (lines.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    int count = lines.size();
    Long[] numbers = new Long[count];
    OffsetDateTime[] times = new OffsetDateTime[count];
    String[] streams = new String[count];
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      LeaseReport.Line line = lines.get(i);
      numbers[i] = first + i;
      times[i] = line.at().atOffset(ZoneOffset.UTC);
      streams[i] = line.stream();
      texts[i] = line.text();
    }
    return connection
        .preparedQuery(INSERT)
        .execute(Tuple.from(Arrays.asList(workload, numbers, times, streams, texts, node)))
        .replaceWithVoid();
  }
}
