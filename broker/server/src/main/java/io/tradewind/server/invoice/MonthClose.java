package io.tradewind.server.invoice;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.tradewind.server.page.Months;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.UUID;

/**
 * Issues the invoices and payouts of a month that is over. Any number of brokers may try: one at a
 * time does, and what is on paper already is not put on another.
 */
@ApplicationScoped
public class MonthClose {
  private static final long LOCK = 0x7261_6465_6d6f_6e74L;
  private static final String BUYERS =
      """
      select distinct organization, currency from ledger_entry e
      where at < $1 and kind in ('charge', 'take', 'refund') and organization is not null
        and not exists (select from invoiced where entry = seq)
        and not exists (select from invoice i where i.organization = e.organization and i.currency = e.currency and i.month = $2)
      order by 1, 2
      """;
  private static final String SELLERS =
      """
      select distinct seller, currency from (
        select seq, at, currency, substr(case when debit like 'receivable:%' then credit else debit end, position(':' in
          case when debit like 'receivable:%' then credit else debit end) + 1) as seller
        from ledger_entry where kind in ('charge', 'take', 'refund', 'adjustment')) e
      where at < $1 and not exists (select from paid_out where entry = seq)
        and not exists (select from payout p where p.seller = e.seller and p.currency = e.currency and p.month = $2)
      order by 1, 2
      """;

  /** A charge and the broker's part in it are of one line; what a refund gives back is below 0. */
  private static final String INVOICE =
      """
      with recursive picked as (
        select e.seq, e.kind, e.lease, e.from_at, e.at, case when e.kind = 'refund' then -e.amount else e.amount end as amount
        from ledger_entry e
        where e.organization = $2 and e.currency = $4 and e.at < $5 and e.kind in ('charge', 'take', 'refund')
          and not exists (select from invoiced where entry = e.seq)
      ), seconds as (
        select picked.lease, sum(extract(epoch from u.to_at - u.from_at)) as seconds
        from (select distinct lease, from_at from picked where from_at is not null) picked
          join usage u on u.lease = picked.lease and u.from_at = picked.from_at
        group by picked.lease
      ), lines as (
        select row_number() over (order by project.name, project.id, lease.provider, lease.region, lease.instance_type, lease.rate, k) as place,
          k as kind, project.id as project, project.name as project_name, lease.provider, lease.region, lease.instance_type, lease.rate,
          sum(case when k = 'usage' then coalesce(seconds.seconds, 0) else 0 end) as seconds, sum(per.amount) as amount
        from (select lease, case when kind = 'refund' then 'refund' else 'usage' end as k, sum(amount) as amount from picked group by 1, 2) per
          join lease on lease.id = per.lease join workload on workload.id = lease.workload join project on project.id = workload.project
          left join seconds on seconds.lease = per.lease
        group by k, project.id, project.name, lease.provider, lease.region, lease.instance_type, lease.rate
      ), net as (
        select sum(amount) as net from picked
      ), grants as (
        select row_number() over (order by expires_at nulls last, granted_at, id) as turn, id, book_balance('credit:' || id, $4) as held,
          coalesce((select sum(amount) from picked where g.expires_at is null or at < g.expires_at), 0) as eligible
        from credit_grant g where organization = $2 and currency = $4 and expired_at is null
      ), used (turn, id, taken, total) as (
        select 0::bigint, null::uuid, 0::numeric, 0::numeric
        union all
        select grants.turn, grants.id, now.taken, used.total + now.taken
        from used join grants on grants.turn = used.turn + 1 cross join net
          cross join lateral (select greatest(0, least(grants.held, least(grants.eligible, net.net) - used.total)) as taken) now
      ), due as (
        select net, (select sum(taken) from used) as credit, net - (select sum(taken) from used) as owed from net
      ), taxes as (
        select name, percent, half_even(owed * percent / 100, $6::integer) as amount from tax_rule, due where organization = $2
      ), totals as (
        select net, credit, half_even(owed, $6::integer) - owed as rounding, coalesce(t.tax, 0) as tax,
          half_even(owed, $6::integer) + coalesce(t.tax, 0) as total
        from due, (select sum(amount) as tax from taxes) t
      ), issued as (
        insert into invoice (id, organization, month, currency, net, credit, rounding, tax, total, prepaid, issued_at)
        select $1, $2, $3, $4, net, credit, rounding, tax, total,
          least(trunc(book_balance('prepaid:' || $2::uuid, $4), $6::integer), greatest(total, 0)), $7
        from totals where net is not null returning rounding, prepaid
      ), lined as (
        insert into invoice_line (invoice, place, organization, kind, project, project_name, seller, region, instance_type, rate, seconds, amount)
        select $1, place, $2, kind, project, project_name, provider, region, instance_type, rate, seconds, amount from lines
      ), taxed as (
        insert into invoice_tax (invoice, organization, name, percent, amount) select $1, $2, name, percent, amount from taxes
      ), marked as (
        insert into invoiced (entry, invoice, organization) select seq, $1, $2 from picked
      )
      insert into ledger_entry (at, kind, debit, credit, amount, currency, organization, cause)
      select $7, 'rounding', case when rounding > 0 then 'receivable:' || $2::uuid else 'rounding:' || $4::text end,
        case when rounding > 0 then 'rounding:' || $4::text else 'receivable:' || $2::uuid end, abs(rounding), $4, $2, $1::uuid
      from issued where rounding <> 0
      union all
      select $7, 'tax', case when amount > 0 then 'receivable:' || $2::uuid else 'tax:' || name end,
        case when amount > 0 then 'tax:' || name else 'receivable:' || $2::uuid end, abs(amount), $4, $2, $1::uuid
      from taxes where amount <> 0
      union all
      select $7, 'credit', 'credit:' || id, 'receivable:' || $2::uuid, taken, $4, $2, $1::uuid from used where taken > 0
      union all
      select $7, 'prepaid', 'prepaid:' || $2::uuid, 'receivable:' || $2::uuid, prepaid, $4, $2, $1::uuid from issued where prepaid > 0
      """;

  private static final String PAYOUT =
      """
      with picked as (
        select seq, kind, amount, debit, credit from ledger_entry
        where currency = $4 and at < $5 and not exists (select from paid_out where entry = seq)
          and (kind in ('charge', 'take') and credit in ('payable:' || $2::text, 'revenue:' || $2::text)
            or kind = 'refund' and debit in ('payable:' || $2::text, 'revenue:' || $2::text)
            or kind = 'adjustment' and credit = 'payable:' || $2::text)
      ), sums as (
        select sum(case kind when 'refund' then -amount when 'adjustment' then 0 else amount end) as gross,
          coalesce(sum(case when credit like 'revenue:%' then amount when debit like 'revenue:%' then -amount end), 0) as take
        from picked
      ), issued as (
        insert into payout (id, seller, organization, month, currency, gross, take, rounding, total, issued_at)
        select $1, $2, (select organization from site where provider = $2), $3, $4, gross, take,
          half_even(gross - take, $6::integer) - (gross - take), half_even(gross - take, $6::integer), $7
        from sums where gross is not null returning rounding
      ), marked as (
        insert into paid_out (entry, payout) select seq, $1 from picked
      )
      insert into ledger_entry (at, kind, debit, credit, amount, currency, organization, cause)
      select $7, 'rounding', case when rounding > 0 then 'rounding:' || $4::text else 'payable:' || $2::text end,
        case when rounding > 0 then 'payable:' || $2::text else 'rounding:' || $4::text end, abs(rounding), $4, null, $1::uuid
      from issued where rounding <> 0
      """;

  /** What is left of a credit once all is on invoices that it could have paid for. */
  private static final String EXPIRE =
      """
      with gone as (
        select id, organization, currency, book_balance('credit:' || id, currency) as left_over from credit_grant
        where expired_at is null and expires_at <= $1
      ), marked as (
        update credit_grant g set expired_at = $2 from gone where g.id = gone.id
      )
      insert into ledger_entry (at, kind, debit, credit, amount, currency, organization, cause)
      select $2, 'expiry', 'credit:' || id, 'promotion:' || currency, left_over, currency, organization, id from gone where left_over > 0
      """;

  private final ScopedPool pool;
  private final TradewindConfig config;
  private final Clock clock;

  MonthClose(ScopedPool pool, TradewindConfig config, Clock clock) {
    this.pool = pool;
    this.config = config;
    this.clock = clock;
  }

  @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @Blocking
  void look() {
    OffsetDateTime closed =
        clock.instant().minus(config.invoice().waitAfterMonth()).atOffset(ZoneOffset.UTC);
    Database.await(close(YearMonth.from(closed).minusMonths(1)));
  }

  /** Issues what is due until the end of a month; repeating it issues nothing more. */
  public Uni<Void> close(YearMonth month) {
    return pool.within(
        Scope.BROKER,
        connection ->
            connection
                .preparedQuery("select pg_advisory_xact_lock($1)")
                .execute(Tuple.of(LOCK))
                .chain(() -> each(connection, BUYERS, INVOICE, month))
                .chain(() -> each(connection, SELLERS, PAYOUT, month))
                .chain(() -> expire(connection, month)));
  }

  private Uni<Void> expire(SqlConnection connection, YearMonth month) {
    return connection
        .preparedQuery(EXPIRE)
        .execute(
            Tuple.of(Months.start(month.plusMonths(1)), clock.instant().atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  private Uni<Void> each(SqlConnection connection, String due, String issue, YearMonth month) {
    LocalDate first = month.atDay(1);
    OffsetDateTime end = Months.start(month.plusMonths(1));
    return connection
        .preparedQuery(due)
        .execute(Tuple.of(end, first))
        .chain(
            rows -> {
              Uni<Void> all = Uni.createFrom().voidItem();
              for (Row row : rows) {
                all = all.chain(() -> issue(connection, issue, row, first, end));
              }
              return all;
            });
  }

  private Uni<Void> issue(
      SqlConnection connection, String sql, Row row, LocalDate month, OffsetDateTime end) {
    String currency = row.getString("currency");
    int decimals = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    Tuple arguments =
        Tuple.of(UUID.randomUUID(), row.getValue(0), month, currency, end, decimals)
            .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC));
    return connection.preparedQuery(sql).execute(arguments).replaceWithVoid();
  }
}
