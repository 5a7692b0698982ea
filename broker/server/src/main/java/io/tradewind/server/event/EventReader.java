package io.tradewind.server.event;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads an organization's events in an order that never changes: by the transaction that wrote
 * them, and only once every older transaction is over. By their numbers alone one could be missed,
 * whose transaction ends after that of a later number. A scope is that of the request for which is
 * read, so that the database sees to it as well.
 */
@Singleton
class EventReader {
  static final int BATCH = 500;

  private static final String AFTER =
"""
select horizon, written_by::text::bigint as transaction, seq, at, type, actor, workload, lease, detail, data
from (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon) as now
left join lateral (
  select written_by, seq, at, type, actor, workload, lease, detail, data from event
  where organization = $1 and (written_by, seq) > ($2::text::xid8, $3)
    and written_by < pg_snapshot_xmin(pg_current_snapshot())
    and ($4 = '' or type = $4 or type like $4 || '.%')
  order by written_by, seq limit $5
) as event on true
order by written_by, seq
""";

  private static final String END =
      "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon";

  private static final String PLACE =
      """
      select written_by::text::bigint as transaction from event
      where organization = $1 and seq <= $2 order by seq desc limit 1
      """;

  private final ScopedPool pool;

  EventReader(ScopedPool pool) {
    this.pool = pool;
  }

  /** Behind an event, in the order in which all are read. */
  record Place(long transaction, long seq) implements Comparable<Place> {
    static final Place BEGINNING = new Place(0, 0);

    @Override
    public int compareTo(Place other) {
      int order = Long.compare(transaction, other.transaction);
      return order != 0 ? order : Long.compare(seq, other.seq);
    }
  }

  /** An event and where it stands. */
  record Placed(Place place, EventView event) {}

  /**
   * What was read.
   *
   * @param to nothing that is to come stands before it
   * @param whole whether there was no more to read
   */
  record Reading(List<Placed> events, Place to, boolean whole) {}

  /** Of an event whose number somebody kept; of the one before it, where it is gone. */
  Uni<Place> placeOf(Scope scope, UUID organization, long seq) {
    return seq <= 0
        ? Uni.createFrom().item(Place.BEGINNING)
        : query(scope, PLACE, Tuple.of(organization, seq))
            .map(
                rows ->
                    rows.rowCount() == 0
                        ? Place.BEGINNING
                        : new Place(rows.iterator().next().getLong("transaction"), seq));
  }

  /** Behind all that can be read now. */
  Uni<Place> end(Scope scope) {
    return query(scope, END, Tuple.tuple())
        .map(rows -> new Place(rows.iterator().next().getLong("horizon"), 0));
  }

  /**
   * @param type or its first word; empty for every type
   */
  Uni<Reading> after(Scope scope, UUID organization, String type, Place place, int limit) {
    return query(
            scope,
            AFTER,
            Tuple.of(organization, Long.toString(place.transaction()), place.seq(), type, limit))
        .map(rows -> reading(rows, limit));
  }

  private Uni<RowSet<Row>> query(Scope scope, String sql, Tuple arguments) {
    return pool.within(scope, connection -> connection.preparedQuery(sql).execute(arguments));
  }

  private static Reading reading(RowSet<Row> rows, int limit) {
    List<Placed> events = new ArrayList<>();
    Place horizon = Place.BEGINNING;
    for (Row row : rows) {
      horizon = new Place(row.getLong("horizon"), 0);
      @Nullable Long transaction = row.getLong("transaction");
      if (transaction != null) {
        events.add(new Placed(new Place(transaction, row.getLong("seq")), EventView.of(row)));
      }
    }
    boolean whole = events.size() < limit;
    return new Reading(
        List.copyOf(events), whole ? horizon : events.get(events.size() - 1).place(), whole);
  }
}
