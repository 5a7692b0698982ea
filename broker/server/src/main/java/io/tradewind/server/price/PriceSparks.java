package io.tradewind.server.price;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.price.PriceSparksResource.SparkPoint;
import io.tradewind.server.price.PriceSparksResource.SparkView;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The prices of single offers over the last month, for lines as small as a word: of each day the
 * last one.
 */
@ApplicationScoped
class PriceSparks {
  static final Duration SPAN = Duration.ofDays(30);

  private static final int DAYS = (int) SPAN.toDays();

  /** What an offer cost when the month began comes first, at that moment. */
  private static final String READ =
      """
      with asked as (
        select feed, offer from unnest($1::text[], $2::text[]) as t (feed, offer)
      ), changes as (
        select asked.offer, change.observed_at as at, change.seq, change.price, change.currency,
            width_bucket(change.observed_at, $3::timestamptz[]) as day
        from asked join price_change change on change.offer = asked.offer and change.feed = asked.feed
        where change.observed_at > ($3::timestamptz[])[1] and change.observed_at <= $4
        union all
        select asked.offer, ($3::timestamptz[])[1], 0, held.price, held.currency, 0
        from asked cross join lateral (
          select price, currency from price_change change
          where change.offer = asked.offer and change.feed = asked.feed
            and change.observed_at <= ($3::timestamptz[])[1]
          order by change.observed_at desc, change.seq desc limit 1
        ) held
      )
      select distinct on (offer, day) offer, at, price, currency from changes
      order by offer, day, at desc, seq desc
      """;

  private final Pool pool;

  PriceSparks(Pool pool) {
    this.pool = pool;
  }

  /**
   * @param asked by the feed that tells of each
   * @param now where the month ends
   */
  Uni<List<SparkView>> read(List<LiveMarket.Told> asked, Instant now) {
    return pool.preparedQuery(READ)
        .execute(
            Tuple.of(
                asked.stream().map(it -> it.feed().value()).toArray(String[]::new),
                asked.stream().map(it -> it.offer().id().value()).toArray(String[]::new),
                days(now.minus(SPAN)),
                now.atOffset(ZoneOffset.UTC)))
        .map(PriceSparks::sparks);
  }

  private static OffsetDateTime[] days(Instant begin) {
    return IntStream.range(0, DAYS)
        .mapToObj(day -> begin.plus(Duration.ofDays(day)).atOffset(ZoneOffset.UTC))
        .toArray(OffsetDateTime[]::new);
  }

  private static List<SparkView> sparks(RowSet<Row> rows) {
    Map<String, List<SparkPoint>> sparks = new LinkedHashMap<>();
    for (Row row : rows) {
      sparks.computeIfAbsent(row.getString(0), fresh -> new ArrayList<>()).add(point(row));
    }
    return sparks.entrySet().stream()
        .map(spark -> new SparkView(spark.getKey(), spark.getValue()))
        .toList();
  }

  private static SparkPoint point(Row row) {
    BigDecimal price = row.getBigDecimal(2);
    return new SparkPoint(
        row.getOffsetDateTime(1).toInstant(),
        price == null
            ? null
            : MoneyView.of(Money.of(price, Currency.getInstance(row.getString(3)))));
  }
}
