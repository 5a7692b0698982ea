package io.tradewind.server.availability;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.server.availability.Spans.Change;
import io.tradewind.server.availability.Spans.Span;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Reads when an offer was on the market, and what its seller said to have. */
@ApplicationScoped
class AvailabilityReader {
  /** Of an offer that comes and goes all the time, the newest changes. */
  static final int MOST_CHANGES = 5_000;

  private static final String LISTINGS =
      """
      select at, listed from (
        select observed_at as at, price is not null as listed, seq,
            lag(price is not null) over (order by observed_at, seq) as before
        from price_change where offer = $1 and feed = $2 and observed_at > $3
      ) told
      where listed is distinct from before
      order by at desc, seq desc limit %d
      """
          .formatted(MOST_CHANGES);

  /** What held when the time began that is asked for stands there too. */
  private static final String LISTED_BEFORE =
      """
      select $3::timestamptz as at, price is not null as listed from price_change
      where offer = $1 and feed = $2 and observed_at <= $3
      order by observed_at desc, seq desc limit 1
      """;

  private static final String STATES =
      """
      select at, state from availability_change where offer = $1 and feed = $2
      order by at desc, seq desc limit %d
      """
          .formatted(MOST_CHANGES);

  private final Pool pool;

  AvailabilityReader(Pool pool) {
    this.pool = pool;
  }

  /**
   * In the order of time.
   *
   * @param since where the first span begins at the earliest
   */
  Uni<List<Span>> spans(ProviderId feed, OfferId offer, Instant since) {
    Tuple all = Tuple.of(offer.value(), feed.value());
    Tuple later = Tuple.of(offer.value(), feed.value(), since.atOffset(ZoneOffset.UTC));
    return changes(LISTED_BEFORE, later, row -> row.getBoolean(1))
        .chain(
            before ->
                changes(LISTINGS, later, row -> row.getBoolean(1))
                    .chain(
                        listings ->
                            changes(STATES, all, row -> row.getString(1))
                                .map(states -> Spans.of(joined(before, listings), states))));
  }

  private static <T> List<Change<T>> joined(List<Change<T>> one, List<Change<T>> other) {
    List<Change<T>> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  private <T> Uni<List<Change<T>>> changes(String sql, Tuple question, Function<Row, T> value) {
    return pool.preparedQuery(sql).execute(question).map(rows -> inOrder(rows, value));
  }

  private static <T> List<Change<T>> inOrder(RowSet<Row> newestFirst, Function<Row, T> value) {
    List<Change<T>> changes = new ArrayList<>(newestFirst.size());
    newestFirst.forEach(
        row -> changes.add(new Change<>(row.getOffsetDateTime(0).toInstant(), value.apply(row))));
    Collections.reverse(changes);
    return changes;
  }
}
