package io.tradewind.server.price;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.price.PricesResource.PointView;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Reads the history: at each of some moments, the prices of all offers that were on the market
 * then.
 */
@ApplicationScoped
class PriceSeries {
  static final int MOMENTS = 60;

  private static final Currency USD = Currency.getInstance("USD");

  private static final String AT_EACH_MOMENT =
      """
      with span as (
        select price / nullif(accelerator_count, 0) as price, observed_at as since,
            lead(observed_at) over (partition by feed, offer order by observed_at, seq) as until
        from price_change
        where accelerator = $1 and currency = 'USD' and observed_at <= $6
          and (cardinality($2::text[]) = 0 or region = any($2) or provider || '/' || region = any($2))
          and (cardinality($3::text[]) = 0 or provider = any($3))
          and (cardinality($4::text[]) = 0 or capacity_type = any($4))
      )
      select moment, min(price), percentile_disc(0.5) within group (order by price), count(*)
      from generate_series($5::timestamptz, $6::timestamptz, $7::int8 * interval '1 millisecond') as moment
        join span on since <= moment and (until is null or until > moment)
      where price is not null
      group by moment
      order by moment
      """;

  private final Pool pool;

  PriceSeries(Pool pool) {
    this.pool = pool;
  }

  /** An empty set asks for nothing. */
  record Question(
      String model,
      Set<String> regions,
      Set<String> providers,
      Set<String> capacityTypes,
      Instant from,
      Instant to) {}

  Uni<List<PointView>> read(Question question) {
    long stepMillis = Duration.between(question.from(), question.to()).toMillis() / (MOMENTS - 1);
    Tuple arguments =
        Tuple.from(
            Arrays.<Object>asList(
                question.model(),
                question.regions().toArray(String[]::new),
                question.providers().toArray(String[]::new),
                question.capacityTypes().toArray(String[]::new),
                question.from().atOffset(ZoneOffset.UTC),
                question.to().atOffset(ZoneOffset.UTC),
                Math.max(1, stepMillis)));
    return pool.preparedQuery(AT_EACH_MOMENT)
        .execute(arguments)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(PriceSeries::point).toList());
  }

  private static PointView point(Row row) {
    return new PointView(
        row.getOffsetDateTime(0).toInstant(),
        money(row.getBigDecimal(1)),
        money(row.getBigDecimal(2)),
        row.getLong(3));
  }

  private static MoneyView money(BigDecimal perAccelerator) {
    return MoneyView.of(Money.rounded(perAccelerator, USD, RoundingMode.HALF_EVEN));
  }
}
