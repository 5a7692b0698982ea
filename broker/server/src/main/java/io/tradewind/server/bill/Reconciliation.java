package io.tradewind.server.bill;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.page.Months;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What providers billed, held against what was quoted and charged. */
@ApplicationScoped
class Reconciliation {
  /**
   * For each lease and currency of its bill. Quoted is the agreed rate for as long as there was a
   * machine, from its request to its end; charged what was metered. A lease should be billed no
   * less than the smaller and no more than the larger of the two, by the tolerance.
   */
  private static final String FOUND =
      """
      with line as (
        select * from bill_line where organization = $1 and not superseded and from_at >= $3 and from_at < $4
          and ($2::text is null or provider = $2)
      ), covered as (
        select provider, min(from_at) as since, max(to_at) as until from line group by provider
      ), billed as (
        select lease, currency, sum(amount) as billed, min(from_at) as from_at, max(to_at) as to_at, bool_or(stray) as stray
        from line where lease is not null group by lease, currency
      ), charged as (
        select c.lease, sum(c.amount) as charged, min(c.from_at) as from_at, max(c.to_at) as to_at
        from charge c join lease l on l.id = c.lease
        where (l.organization = $1 or $5 and l.account is null) and c.from_at >= $3 and c.from_at < $4 group by c.lease
      ), leased as (
        select l.id as lease, l.workload, l.provider, coalesce(billed.currency, l.currency) as bill_currency, l.currency, billed.billed,
          coalesce(charged.charged, 0) as charged, coalesce(billed.stray, false) as stray, coalesce(billed.from_at, charged.from_at) as from_at,
          coalesce(billed.to_at, charged.to_at) as to_at,
          round(l.rate * extract(epoch from greatest(interval '0', least(coalesce(l.ended_at, l.closed_at, $6), $4)
            - greatest(l.requested_at, $3))) / 3600, 9) as quoted
        from lease l join covered on covered.provider = l.provider
          left join billed on billed.lease = l.id left join charged on charged.lease = l.id
        where (l.organization = $1 or $5 and l.account is null)
          and (billed.lease is not null or charged.charged > 0 and charged.from_at >= covered.since and charged.to_at <= covered.until)
      ), judged as (
        select case when stray then 'after_end' when billed is null then 'not_billed' when bill_currency <> currency then 'other_currency'
            when billed > greatest(quoted, charged) * (1 + $7::numeric / 100) or billed < least(quoted, charged) * (1 - $7::numeric / 100)
            then 'differs' else 'agrees' end as state,
          provider, lease, workload, null::text as resource, bill_currency, currency, from_at, to_at, billed, quoted, charged
        from leased
        union all
        select 'no_lease', provider, tag, null, min(resource), currency, currency, min(from_at), max(to_at), sum(amount), null, null
        from line where lease is null and tag is not null group by provider, tag, currency
        union all
        select 'other', provider, null, null, null, currency, currency, min(from_at), max(to_at), sum(amount), null, null
        from line where lease is null and tag is null group by provider, currency
      )
      """;

  private static final String EACH =
      FOUND
          + """
          select *, count(*) over () as total from judged where $8::text is null or state = $8
          order by array_position(array['no_lease', 'after_end', 'not_billed', 'differs', 'other_currency', 'agrees', 'other'], state),
            abs(coalesce(billed, 0) - coalesce(charged, 0)) desc, lease limit $9
          """;

  private static final String SUMS =
      FOUND
          + """
          select provider, state, bill_currency, currency, count(*) as n, sum(billed) as billed, sum(quoted) as quoted, sum(charged) as charged
          from judged group by provider, state, bill_currency, currency order by provider, bill_currency, currency, state
          """;

  /** Before any bill, and after. */
  private static final OffsetDateTime ALWAYS_SINCE = OffsetDateTime.parse("2000-01-01T00:00:00Z");

  private static final OffsetDateTime ALWAYS_UNTIL = OffsetDateTime.parse("9998-01-01T00:00:00Z");

  private final ScopedPool pool;

  Reconciliation(ScopedPool pool) {
    this.pool = pool;
  }

  /**
   * What is compared.
   *
   * @param broker whether leases on the broker's own accounts are compared as well
   */
  record Wanted(
      UUID organization,
      boolean broker,
      Optional<BillFormat> provider,
      Optional<YearMonth> month,
      BigDecimal tolerancePercent) {}

  /** A lease, or what is of none. */
  @Schema(name = "ReconciliationLine")
  record LineView(
      @Schema(
              required = true,
              enumeration = {
                "agrees",
                "differs",
                "not_billed",
                "after_end",
                "no_lease",
                "other_currency",
                "other"
              },
              description =
                  "after_end: billed an hour after the lease was closed. no_lease: bears the tag of"
                      + " a lease that is not there. other: bears none, all such lines together.")
          String state,
      @Schema(required = true) String provider,
      @Schema(required = true, nullable = true) @Nullable UUID lease,
      @Schema(required = true, nullable = true) @Nullable UUID workload,
      @Schema(required = true, nullable = true) @Nullable String resource,
      @Schema(required = true) Instant from,
      @Schema(required = true) Instant to,
      @Schema(required = true, nullable = true, description = "Rounded once, to the billionth.")
          @Nullable MoneyView billed,
      @Schema(
              required = true,
              nullable = true,
              description = "The agreed rate for as long as there was a machine.")
          @Nullable MoneyView quoted,
      @Schema(required = true, nullable = true) @Nullable MoneyView charged,
      @Schema(
              required = true,
              nullable = true,
              description = "Billed without charged; null in two currencies.")
          @Nullable MoneyView difference) {}

  /** All of one state. */
  @Schema(name = "ReconciliationSum")
  record SumView(
      @Schema(required = true) String provider,
      @Schema(required = true) String state,
      @Schema(required = true) long count,
      @Schema(required = true, nullable = true) @Nullable MoneyView billed,
      @Schema(required = true, nullable = true) @Nullable MoneyView quoted,
      @Schema(required = true, nullable = true) @Nullable MoneyView charged) {}

  /** Some of them, and how many there are. */
  record Lines(List<LineView> items, long total) {}

  /** What is wrong first, the largest difference first. */
  Uni<Lines> lines(Wanted wanted, Optional<String> state, int limit, Instant now) {
    List<@Nullable Object> arguments = arguments(wanted, now);
    arguments.add(state.orElse(null));
    arguments.add(limit);
    return list(wanted, EACH, arguments, row -> row)
        .map(
            rows ->
                new Lines(
                    rows.stream().map(Reconciliation::line).toList(),
                    rows.isEmpty() ? 0 : rows.get(0).getLong("total")));
  }

  Uni<List<SumView>> sums(Wanted wanted, Instant now) {
    return list(wanted, SUMS, arguments(wanted, now), Reconciliation::sum);
  }

  private <T> Uni<List<T>> list(
      Wanted wanted, String sql, List<@Nullable Object> arguments, Function<Row, T> view) {
    Scope scope = wanted.broker() ? Scope.BROKER : Scope.of(wanted.organization());
    return pool.within(
        scope,
        connection ->
            connection
                .preparedQuery(sql)
                .execute(Tuple.from(arguments))
                .map(
                    rows -> {
                      List<T> all = new ArrayList<>(rows.size());
                      rows.forEach(row -> all.add(view.apply(row)));
                      return all;
                    }));
  }

  private static List<@Nullable Object> arguments(Wanted wanted, Instant now) {
    return new ArrayList<>(
        Arrays.<@Nullable Object>asList(
            wanted.organization(),
            wanted.provider().map(BillFormat::provider).orElse(null),
            wanted.month().map(Months::start).orElse(ALWAYS_SINCE),
            wanted.month().map(it -> Months.start(it.plusMonths(1))).orElse(ALWAYS_UNTIL),
            wanted.broker(),
            now.atOffset(ZoneOffset.UTC),
            wanted.tolerancePercent()));
  }

  private static LineView line(Row row) {
    Optional<Money> billed = money(row, "billed", "bill_currency");
    Optional<Money> charged = money(row, "charged", "currency");
    return new LineView(
        row.getString("state"),
        row.getString("provider"),
        row.getUUID("lease"),
        row.getUUID("workload"),
        row.getString("resource"),
        row.getOffsetDateTime("from_at").toInstant(),
        row.getOffsetDateTime("to_at").toInstant(),
        view(billed),
        view(money(row, "quoted", "currency")),
        view(charged),
        view(difference(billed, charged)));
  }

  private static Optional<Money> difference(Optional<Money> billed, Optional<Money> charged) {
    return billed.flatMap(
        bill -> charged.filter(it -> it.currency().equals(bill.currency())).map(bill::minus));
  }

  private static SumView sum(Row row) {
    return new SumView(
        row.getString("provider"),
        row.getString("state"),
        row.getLong("n"),
        view(money(row, "billed", "bill_currency")),
        view(money(row, "quoted", "currency")),
        view(money(row, "charged", "currency")));
  }

  private static @Nullable MoneyView view(Optional<Money> money) {
    return money.map(MoneyView::of).orElse(null);
  }

  private static Optional<Money> money(Row row, String column, String currency) {
    @Nullable BigDecimal amount = row.getBigDecimal(column);
    return amount == null
        ? Optional.empty()
        : Optional.of(
            Money.rounded(
                amount, Currency.getInstance(row.getString(currency)), RoundingMode.HALF_EVEN));
  }
}
