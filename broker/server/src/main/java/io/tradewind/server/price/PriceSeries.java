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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Reads the history: at each of some moments, the prices of all offers that were on the market
 * then.
 */
@ApplicationScoped
class PriceSeries {
  private static final Currency USD = Currency.getInstance("USD");

  private static final String ASKED_FOR =
      """
      accelerator = $1 and currency = 'USD' and observed_at <= $5
          and (cardinality($2::text[]) = 0 or region = any($2) or provider || '/' || region = any($2))
          and (cardinality($3::text[]) = 0 or provider = any($3))
          and (cardinality($4::text[]) = 0 or capacity_type = any($4))
      """;

  private static final String FIRST =
      "select observed_at from price_change where "
          + ASKED_FOR
          + " and price is not null order by observed_at limit 1";

  /** Each price is laid only on the moments at which it held; most hold at none of them. */
  private static final String AT_EACH_MOMENT =
      """
      with held as (
        select price / nullif(accelerator_count, 0) as price, observed_at as since,
            coalesce(lead(observed_at) over (partition by feed, offer order by observed_at, seq), 'infinity') as until
        from price_change
        where %s
      )
      select ($6::timestamptz[])[moment], min(price), percentile_disc(0.5) within group (order by price), count(*)
      from held cross join lateral generate_series(
          width_bucket(since - interval '1 microsecond', $6::timestamptz[]) + 1,
          width_bucket(until - interval '1 microsecond', $6::timestamptz[])) as moment
      where price is not null
      group by moment
      order by moment
      """
          .formatted(ASKED_FOR);

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

  /**
   * What was found.
   *
   * @param recordedSince the first price for this question, which may lie before its begin
   */
  record Answer(List<PointView> points, Duration step, Optional<Instant> recordedSince) {}

  Uni<Answer> read(Question question) {
    return pool.preparedQuery(FIRST)
        .execute(arguments(question, List.of()))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).findFirst())
        .chain(
            row ->
                row.map(first -> first.getOffsetDateTime(0).toInstant())
                    .map(first -> since(question, first))
                    .orElseGet(() -> Uni.createFrom().item(nothing())));
  }

  private Uni<Answer> since(Question question, Instant first) {
    Instant begin = first.isAfter(question.from()) ? first : question.from();
    PlotMoments plot = PlotMoments.between(begin, question.to());
    return pool.preparedQuery(AT_EACH_MOMENT)
        .execute(arguments(question, plot.moments()))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(PriceSeries::point))
        .map(points -> new Answer(points.toList(), plot.step(), Optional.of(first)));
  }

  private static Answer nothing() {
    return new Answer(List.of(), PlotMoments.SMALLEST, Optional.empty());
  }

  private static Tuple arguments(Question question, List<Instant> moments) {
    List<Object> arguments =
        new ArrayList<>(
            Arrays.<Object>asList(
                question.model(),
                question.regions().toArray(String[]::new),
                question.providers().toArray(String[]::new),
                question.capacityTypes().toArray(String[]::new),
                question.to().atOffset(ZoneOffset.UTC)));
    if (!moments.isEmpty()) {
      arguments.add(
          moments.stream().map(at -> at.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new));
    }
    return Tuple.from(arguments);
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
