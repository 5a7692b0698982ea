package io.tradewind.server.price;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The one way in which prices are written: arrays of {@link #CHUNK} offers to a statement, in which
 * the database itself finds what changed and appends only that.
 */
@ApplicationScoped
public class PriceHistory {
  static final int CHUNK = 5_000;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Brokers that write one feed's prices take turns; the lock ends with the transaction. */
  private static final String TAKE_TURNS =
      "select pg_advisory_xact_lock(hashtext('price_change'), hashtext($1))";

  /**
   * Compares the first price that is told of each offer with the latest one on record; those after
   * it differ from the one before, see {@link Chunk}. Only an offer's last price is kept as the
   * latest.
   */
  private static final String TELL =
      """
      with changed as materialized (
        select t.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::float8[],
            $9::text[], $10::numeric[], $11::text[], $12::timestamptz[], $13::text[], $14::bool[], $15::bool[])
          with ordinality
          as t(offer, provider, region, zone, instance_type, accelerator, accelerator_count,
            capacity_type, price, currency, observed_at, source, first, last, number)
        left join price_latest as latest on t.first and latest.feed = $1 and latest.offer = t.offer
        where not t.first or latest.offer is null
          or (latest.price, latest.currency, latest.gone) is distinct from (t.price, t.currency::bpchar, false)
      ), kept as (
        insert into price_latest as latest (feed, offer, provider, region, zone, instance_type, accelerator,
            accelerator_count, capacity_type, price, currency, observed_at, source, gone)
        select $1, offer, provider, region, zone, instance_type, accelerator, accelerator_count::numeric,
            capacity_type, price, currency, observed_at, source, false
          from changed where last
        on conflict (feed, offer) do update set
            provider = excluded.provider, region = excluded.region, zone = excluded.zone,
            instance_type = excluded.instance_type, accelerator = excluded.accelerator,
            accelerator_count = excluded.accelerator_count, capacity_type = excluded.capacity_type,
            price = excluded.price, currency = excluded.currency, observed_at = excluded.observed_at,
            source = excluded.source, gone = false
      )
      insert into price_change (feed, offer, provider, region, zone, instance_type, accelerator,
          accelerator_count, capacity_type, price, currency, observed_at, source)
      select $1, offer, provider, region, zone, instance_type, accelerator, accelerator_count::numeric,
          capacity_type, price, currency, observed_at, source
      from changed order by number
      """;

  private static final String GO =
      """
      with gone as (
        update price_latest set gone = true, observed_at = $3
        where feed = $1 and offer = any($2::text[]) and not gone
        returning feed, offer, provider, region, zone, instance_type, accelerator, accelerator_count,
            capacity_type, null::numeric as price, currency, observed_at, source
      )
      insert into price_change (feed, offer, provider, region, zone, instance_type, accelerator,
          accelerator_count, capacity_type, price, currency, observed_at, source)
      select * from gone
      """;

  private static final String KNOWN =
      """
      select offer from price_latest
      where feed = $1 and not gone and offer > $2
      order by offer limit %d
      """
          .formatted(CHUNK);

  private final Pool pool;
  private final PriceMonths months;
  private final Clock clock;

  PriceHistory(Pool pool, PriceMonths months, Clock clock) {
    this.pool = pool;
    this.months = months;
    this.clock = clock;
  }

  /**
   * What a write appended.
   *
   * @param changed new offers, and offers with a new price
   * @param gone offers that the feed tells of no more
   */
  public record Written(long changed, long gone) {}

  /**
   * Appends what changed since the last call. Blocks; never call it from an event loop. Repeating
   * it appends nothing.
   *
   * @param offers all of the feed
   */
  public Written write(ProviderId feed, List<Offer> offers) {
    return new Written(append(feed, offers), writeGone(feed, offers));
  }

  /**
   * Appends what changed of some offers, and says nothing of the others. An offer may stand there
   * several times, in the order of its changes. Blocks; repeating the last prices appends nothing.
   */
  long append(ProviderId feed, List<Offer> offers) {
    long changed = 0;
    for (int from = 0; from < offers.size(); from += CHUNK) {
      List<Offer> chunk = offers.subList(from, Math.min(offers.size(), from + CHUNK));
      months.makeFor(chunk);
      changed += inTurn(feed, TELL, Chunk.of(feed, chunk));
    }
    return changed;
  }

  private long writeGone(ProviderId feed, List<Offer> offers) {
    Set<String> told = new HashSet<>(offers.size() * 2);
    offers.forEach(offer -> told.add(offer.id().value()));
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    long gone = 0;
    String last = "";
    List<String> known = known(feed, last);
    while (!known.isEmpty()) {
      last = known.get(known.size() - 1);
      String[] missing = known.stream().filter(id -> !told.contains(id)).toArray(String[]::new);
      if (missing.length > 0) {
        gone += execute(GO, Tuple.of(feed.value(), missing, now)).rowCount();
      }
      known = known(feed, last);
    }
    return gone;
  }

  private List<String> known(ProviderId feed, String after) {
    List<String> ids = new ArrayList<>(CHUNK);
    execute(KNOWN, Tuple.of(feed.value(), after)).forEach(row -> ids.add(row.getString(0)));
    return ids;
  }

  private long inTurn(ProviderId feed, String sql, Tuple arguments) {
    return pool.withTransaction(
            connection ->
                connection
                    .preparedQuery(TAKE_TURNS)
                    .execute(Tuple.of(feed.value()))
                    .chain(() -> connection.preparedQuery(sql).execute(arguments)))
        .await()
        .atMost(PATIENCE)
        .rowCount();
  }

  private RowSet<Row> execute(String sql, Tuple arguments) {
    return pool.preparedQuery(sql).execute(arguments).await().atMost(PATIENCE);
  }
}
