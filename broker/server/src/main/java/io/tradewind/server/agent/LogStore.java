package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.agent.LeaseReport;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * Appends output lines. A workload's lines are numbered over its attempts, so that a reader has one
 * order.
 */
@ApplicationScoped
public class LogStore {
  /** Lines of attempt n have numbers from n × this. */
  public static final long LINES_OF_AN_ATTEMPT = 1_000_000_000L;

  private static final String KNOWN =
      "select coalesce(max(seq) + 1, $2) as next from log_line where workload = $1 and seq >= $2"
          + " and seq < $3";
  private static final String INSERT =
      """
      insert into log_line (workload, seq, at, stream, line)
      select $1, t.seq, t.at, t.stream, t.line
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
                .preparedQuery("select id from lease where id = $1 for update")
                .execute(Tuple.of(lease))
                .chain(
                    () ->
                        connection
                            .preparedQuery(KNOWN)
                            .execute(Tuple.of(workload, base, base + LINES_OF_AN_ATTEMPT)))
                .map(rows -> rows.iterator().next().getLong("next") - base)
                .chain(known -> insert(connection, workload, base, known, report)));
  }

  private static Uni<Long> insert(
      SqlConnection connection, UUID workload, long base, long known, LeaseReport.Logs report) {
    long skip = known - report.firstSequence();
    if (skip < 0 || skip >= report.lines().size()) {
      return Uni.createFrom().item(known);
    }
    List<LeaseReport.Line> fresh = report.lines().subList((int) skip, report.lines().size());
    int count = fresh.size();
    Long[] numbers = new Long[count];
    OffsetDateTime[] times = new OffsetDateTime[count];
    String[] streams = new String[count];
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      LeaseReport.Line line = fresh.get(i);
      numbers[i] = base + known + i;
      times[i] = line.at().atOffset(ZoneOffset.UTC);
      streams[i] = line.stream();
      texts[i] = line.text();
    }
    return connection
        .preparedQuery(INSERT)
        .execute(Tuple.from(List.of(workload, numbers, times, streams, texts)))
        .replaceWith(known + count);
  }
}
