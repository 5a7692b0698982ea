package io.tradewind.server.workload;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.event.Signals;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads what grows while a workload lives: its output lines and its events. A stream begins after
 * any number and ends with the workload.
 */
@ApplicationScoped
public class LogReader {
  static final int BATCH = 1000;

  private static final String LINES =
      "select seq, at, stream, line, node from log_line where workload = $1 and seq > $2 order by"
          + " seq limit $3";
  private static final String EVENTS =
      "select seq, at, type, actor, detail from event where workload = $1 and seq > $2 order by seq"
          + " limit $3";
  private static final String ENDED =
      "select ended_at is not null as ended from workload where id = $1";

  private final Pool pool;
  private final Signals signals;

  LogReader(Pool pool, Signals signals) {
    this.pool = pool;
    this.signals = signals;
  }

  /** Something with a number by which a reader can go on. */
  public interface Numbered {
    long seq();
  }

  /** One line of output. */
  @Schema(name = "LogLine")
  public record Line(
      @Schema(required = true) long seq,
      @Schema(required = true) Instant at,
      @Schema(
              required = true,
              enumeration = {"stdout", "stderr", "system"})
          String stream,
      @Schema(required = true) String line,
      @Schema(
              required = true,
              nullable = true,
              description = "Which node printed it; null where there is one.")
          @Nullable Integer node)
      implements Numbered {}

  /** One thing that happened. */
  @Schema(name = "WorkloadEvent")
  public record Happening(
      @Schema(required = true) long seq,
      @Schema(required = true) Instant at,
      @Schema(required = true) String type,
      @Schema(required = true) String actor,
      @Schema(required = true) String detail)
      implements Numbered {}

  public Uni<List<Line>> lines(UUID workload, long after, int limit) {
    return read(LINES, workload, after, limit, LogReader::line);
  }

  Uni<List<Happening>> happenings(UUID workload, long after, int limit) {
    return read(EVENTS, workload, after, limit, LogReader::happening);
  }

  /**
   * All lines there are, and each new one as it comes, until the workload has ended and everything
   * is read.
   */
  Multi<Line> followLines(UUID workload, long after) {
    AtomicLong position = new AtomicLong(after);
    return follow(workload, position, () -> lines(workload, position.get(), BATCH));
  }

  Multi<Happening> followHappenings(UUID workload, long after) {
    AtomicLong position = new AtomicLong(after);
    return follow(workload, position, () -> happenings(workload, position.get(), BATCH));
  }

  private record Step<T>(List<T> items, boolean last) {}

  private <T extends Numbered> Multi<T> follow(
      UUID workload, AtomicLong position, Supplier<Uni<List<T>>> read) {
    return signals
        .ticks(workload)
        .onItem()
        .transformToMultiAndConcatenate(
            tick ->
                Multi.createBy()
                    .repeating()
                    .uni(() -> step(workload, position, read))
                    .whilst(step -> step.items().size() == BATCH))
        .onItem()
        .transformToMultiAndConcatenate(LogReader::unpacked)
        .select()
        .first(item -> item.isPresent())
        .map(item -> item.orElseThrow());
  }

  private static <T> Multi<Optional<T>> unpacked(Step<T> step) {
    List<Optional<T>> items = new ArrayList<>();
    step.items().forEach(item -> items.add(Optional.of(item)));
    if (step.last()) {
      items.add(Optional.empty());
    }
    return Multi.createFrom().iterable(items);
  }

  /**
   * Whether it has ended is asked before the lines are read: what came before the end is then
   * surely among them.
   */
  private <T extends Numbered> Uni<Step<T>> step(
      UUID workload, AtomicLong position, Supplier<Uni<List<T>>> read) {
    return pool.preparedQuery(ENDED)
        .execute(Tuple.of(workload))
        .map(rows -> rows.iterator().next().getBoolean("ended"))
        .chain(
            ended ->
                read.get()
                    .invoke(
                        items -> {
                          if (!items.isEmpty()) {
                            position.set(items.get(items.size() - 1).seq());
                          }
                        })
                    .map(items -> new Step<>(items, ended && items.size() < BATCH)));
  }

  private <T> Uni<List<T>> read(
      String sql, UUID workload, long after, int limit, Function<Row, T> reader) {
    return pool.preparedQuery(sql)
        .execute(Tuple.of(workload, after, limit))
        .map(rows -> list(rows, reader));
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> reader) {
    List<T> items = new ArrayList<>(rows.size());
    rows.forEach(row -> items.add(reader.apply(row)));
    return items;
  }

  private static Line line(Row row) {
    return new Line(
        row.getLong("seq"),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("stream"),
        row.getString("line"),
        row.getInteger("node"));
  }

  private static Happening happening(Row row) {
    return new Happening(
        row.getLong("seq"),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("type"),
        row.getString("actor"),
        row.getString("detail"));
  }
}
