package io.tradewind.server.rate;

import io.tradewind.pricing.ExchangeRates;
import io.tradewind.server.database.Database;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every day's rates in the database. Blocks; never called from an event loop. */
@ApplicationScoped
class RateStore {
  private static final String WRITE =
      """
      insert into exchange_rate (day, source, currency, units_per_euro)
      select $1, $2, told.currency, told.rate::numeric
      from unnest($3::text[], $4::text[]) as told(currency, rate)
      on conflict (day, source, currency) do update set units_per_euro = excluded.units_per_euro
        where exchange_rate.units_per_euro is distinct from excluded.units_per_euro
      """;

  private static final String READ =
      """
      with chosen as (
        select day, source from exchange_rate where day <= $1 order by day desc, source limit 1
      )
      select day, source, currency, units_per_euro from exchange_rate join chosen using (day, source)
      """;

  private final Pool pool;

  RateStore(Pool pool) {
    this.pool = pool;
  }

  /** Repeating it changes nothing; a figure that its publisher corrected is corrected here. */
  void write(List<ExchangeRates> days) {
    for (ExchangeRates day : days) {
      Map<String, BigDecimal> rates = new TreeMap<>(day.unitsPerEuro());
      Tuple arguments =
          Tuple.of(
              day.date(),
              day.source(),
              rates.keySet().toArray(String[]::new),
              rates.values().stream().map(BigDecimal::toPlainString).toArray(String[]::new));
      Database.await(pool.preparedQuery(WRITE).execute(arguments));
    }
  }

  Optional<ExchangeRates> newest() {
    return notAfter(LocalDate.of(9999, 12, 31));
  }

  Optional<ExchangeRates> notAfter(LocalDate day) {
    Map<String, BigDecimal> rates = new HashMap<>();
    Optional<Row> any = Optional.empty();
    for (Row row : Database.await(pool.preparedQuery(READ).execute(Tuple.of(day)))) {
      rates.put(row.getString("currency"), row.getBigDecimal("units_per_euro"));
      any = Optional.of(row);
    }
    return any.map(
        row -> new ExchangeRates(row.getLocalDate("day"), row.getString("source"), rates));
  }
}
