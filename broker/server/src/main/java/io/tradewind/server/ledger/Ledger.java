package io.tradewind.server.ledger;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What is in the books, and the one entry that people make: a refund. */
@ApplicationScoped
public class Ledger {
  private static final String BALANCE =
      """
      select currency, sum(amount) as balance from (
        select currency, amount from ledger_entry where debit = $1
        union all select currency, -amount from ledger_entry where credit = $1) moved
      group by currency order by currency
      """;

  /** A charge with the broker's part in it is one line for the buyer. */
  private static final String STATEMENT =
      """
      select max(seq) as seq, at, case kind when 'take' then 'charge' else kind end as kind, currency, lease, cause, max(memo) as memo,
        sum(case when debit like 'receivable:%' or debit like 'direct:%' then amount else -amount end) as amount
      from ledger_entry where organization = $1 and at >= $2
        and (debit like 'receivable:%' or credit like 'receivable:%' or debit like 'direct:%')
      group by at, 3, currency, lease, cause, from_at
      having (at, max(seq)) > ($2::timestamptz, $4::bigint)
      order by at, max(seq) limit $3
      """;

  /** The lease is locked, so that two refunds of it are one after the other. */
  private static final String CHARGED =
      """
      select l.organization, l.provider, l.currency, l.account is not null as direct,
        coalesce((select sum(amount) from charge where lease = l.id), 0) as charged,
        coalesce((select sum(amount) from ledger_entry where lease = l.id and kind = 'take'), 0) as take,
        coalesce((select sum(amount) from ledger_entry where lease = l.id and kind = 'refund'), 0) as refunded,
        exists (select from ledger_entry where cause = $2) as posted
      from lease l where l.id = $1 for no key update
      """;

  private static final String REFUND =
      """
      insert into ledger_entry (at, kind, debit, credit, amount, currency, organization, lease, cause, memo)
      select $1, 'refund', moved.debit, 'receivable:' || $2::uuid, moved.amount, $5, $2, $6, $7, $8
      from (values ('payable:' || $9::text, $3::numeric), ('revenue:' || $9::text, $4::numeric)) as moved (debit, amount)
      where moved.amount > 0
      on conflict do nothing
      """;

  private static final String MAKE_GOOD =
      """
      insert into ledger_entry (at, kind, debit, credit, amount, currency, organization, lease, cause, memo)
      values ($1, 'adjustment', 'revenue:' || $2::text, 'payable:' || $2::text, $3, $4, null, $5, $6, $7)
      on conflict do nothing
      """;

  private final Pool pool;

  Ledger(Pool pool) {
    this.pool = pool;
  }

  /** A line of a buyer's account; what it owes grows by a positive amount. */
  public record Line(
      long seq,
      Instant at,
      String kind,
      Money amount,
      Optional<UUID> lease,
      Optional<UUID> cause,
      Optional<String> memo) {}

  /** What may be given back of a lease. */
  public record Refundable(
      UUID organization,
      String seller,
      boolean direct,
      Money charged,
      Money take,
      Money refunded,
      boolean posted) {
    /** Of the currency in which it was charged, and no more than is left. */
    public boolean allows(Money amount) {
      return amount.currency().equals(charged.currency())
          && (posted || (!direct && amount.compareTo(left()) <= 0));
    }

    Money left() {
      return charged.minus(refunded);
    }

    /** The broker gives back as large a part as it had, rounded down. */
    Money takePart(Money amount) {
      return Money.rounded(
          amount
              .amount()
              .multiply(take.amount())
              .divide(charged.amount(), Money.SCALE, RoundingMode.DOWN),
          amount.currency(),
          RoundingMode.UNNECESSARY);
    }
  }

  /** One of each currency: debits minus credits. */
  public Uni<List<Money>> balance(String account) {
    return pool.preparedQuery(BALANCE)
        .execute(Tuple.of(account))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> money(row, "balance"))
                    .toList());
  }

  /** Of an organization, in the order of time, after a line. */
  Uni<List<Line>> statement(UUID organization, Instant after, long afterSeq, int limit) {
    return pool.preparedQuery(STATEMENT)
        .execute(Tuple.of(organization, utc(after), limit, afterSeq))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(Ledger::line).toList());
  }

  /**
   * Gives back a part of what a lease of the caller's organization was charged; repeating it by its
   * id changes nothing.
   *
   * @return what could be given back before, which does not allow it where nothing was done; empty
   *     for a lease that is not there
   */
  Uni<Optional<Refundable>> refund(UUID id, UUID lease, Money amount, String reason, Instant now) {
    return pool.withTransaction(connection -> refund(connection, id, lease, amount, reason, now));
  }

  /** The same as a part of a transaction. */
  public Uni<Optional<Refundable>> refund(
      SqlConnection connection, UUID id, UUID lease, Money amount, String reason, Instant now) {
    return connection
        .preparedQuery(CHARGED)
        .execute(Tuple.of(lease, id))
        .chain(
            rows -> {
              if (!rows.iterator().hasNext()) {
                return Uni.createFrom().item(Optional.empty());
              }
              Refundable of = refundable(rows.iterator().next());
              return of.posted() || !of.allows(amount)
                  ? Uni.createFrom().item(Optional.of(of))
                  : post(connection, id, lease, of, amount, reason, now)
                      .replaceWith(Optional.of(of));
            });
  }

  /** The broker gives up a part of what it kept of a seller's earnings; repeated, once. */
  public Uni<Void> makeGood(
      SqlConnection connection,
      UUID id,
      String seller,
      UUID lease,
      Money amount,
      String reason,
      Instant now) {
    return connection
        .preparedQuery(MAKE_GOOD)
        .execute(
            Tuple.from(
                List.of(
                    utc(now), seller, amount.amount(), amount.currencyCode(), lease, id, reason)))
        .replaceWithVoid();
  }

  private static Uni<Void> post(
      SqlConnection connection,
      UUID id,
      UUID lease,
      Refundable of,
      Money back,
      String reason,
      Instant now) {
    Money take = of.takePart(back);
    return connection
        .preparedQuery(REFUND)
        .execute(
            Tuple.from(
                List.of(
                    utc(now),
                    of.organization(),
                    back.minus(take).amount(),
                    take.amount(),
                    back.currencyCode(),
                    lease,
                    id,
                    reason,
                    of.seller())))
        .replaceWithVoid();
  }

  private static Refundable refundable(Row row) {
    return new Refundable(
        row.getUUID("organization"),
        row.getString("provider"),
        row.getBoolean("direct"),
        money(row, "charged"),
        money(row, "take"),
        money(row, "refunded"),
        row.getBoolean("posted"));
  }

  private static Line line(Row row) {
    return new Line(
        row.getLong("seq"),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("kind"),
        money(row, "amount"),
        Optional.ofNullable(row.getUUID("lease")),
        Optional.ofNullable(row.getUUID("cause")),
        Optional.ofNullable(row.getString("memo")));
  }

  private static Money money(Row row, String column) {
    return Money.of(row.getBigDecimal(column), Currency.getInstance(row.getString("currency")));
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
