package io.tradewind.server.credit;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.MoneyView;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Grants and payments in the database, each with its entry of the books. */
@ApplicationScoped
class Credits {
  private static final String GRANT =
      """
      with made as (
        insert into credit_grant (id, organization, amount, currency, granted_at, expires_at, reason, granted_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing returning *
      )
      insert into ledger_entry (at, kind, debit, credit, amount, currency, organization, cause, memo)
      select granted_at, 'grant', 'promotion:' || currency, 'credit:' || id, amount, currency, organization, id, reason from made
      """;

  private static final String PREPAY =
      """
      with made as (
        insert into prepayment (id, organization, amount, currency, reference, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict (organization, reference) do nothing returning *
      )
      insert into ledger_entry (at, kind, debit, credit, amount, currency, organization, cause, memo)
      select recorded_at, 'topup', 'paid:' || currency, 'prepaid:' || organization, amount, currency, organization, id, reference from made
      """;

  private static final String GRANTS =
      """
      select *, book_balance('credit:' || id, currency) as remaining from credit_grant
      where organization = $1 and ($2::uuid is null or id = $2) order by granted_at desc, id limit 1000
      """;

  private static final String PAYMENTS =
      "select * from prepayment where organization = $1 order by recorded_at desc, id limit 1000";

  private static final String PAYMENT =
      "select * from prepayment where organization = $1 and reference = $2";

  private static final String BALANCES =
      """
      select currency, book_balance('prepaid:' || $1::uuid, currency) as amount
      from (select distinct currency from prepayment where organization = $1) c order by currency
      """;

  private static final String LEFT =
      """
      select currency, sum(book_balance('credit:' || id, currency)) as amount from credit_grant
      where organization = $1 and expired_at is null group by currency order by currency
      """;

  private final Pool pool;

  Credits(Pool pool) {
    this.pool = pool;
  }

  /** A credit that was given. */
  @Schema(name = "CreditGrant")
  record GrantView(
      @Schema(required = true) UUID id,
      @Schema(required = true) MoneyView amount,
      @Schema(required = true, description = "Not used yet, on an invoice.") MoneyView left,
      @Schema(required = true) String reason,
      @Schema(required = true) Instant grantedAt,
      @Schema(
              required = true,
              nullable = true,
              description = "It pays for what was used before; null for ever.")
          @Nullable Instant expiresAt,
      @Schema(required = true, description = "What was left has gone back.") boolean expired) {
    static GrantView of(Row row) {
      return new GrantView(
          row.getUUID("id"),
          money(row, "amount"),
          money(row, "remaining"),
          row.getString("reason"),
          instant(row, "granted_at"),
          row.getOffsetDateTime("expires_at") == null ? null : instant(row, "expires_at"),
          row.getOffsetDateTime("expired_at") != null);
    }
  }

  /** A payment before its use. */
  @Schema(name = "Prepayment")
  record PaymentView(
      @Schema(required = true) UUID id,
      @Schema(required = true) MoneyView amount,
      @Schema(required = true, description = "Of the payment, as the bank or whoever says.")
          String reference,
      @Schema(required = true) Instant recordedAt) {
    static PaymentView of(Row row) {
      return new PaymentView(
          row.getUUID("id"),
          money(row, "amount"),
          row.getString("reference"),
          instant(row, "recorded_at"));
    }
  }

  /** What can be used before anything is to be paid. */
  @Schema(name = "Credits")
  record CreditsView(
      @Schema(required = true, description = "Of all grants, one amount of each currency.")
          List<MoneyView> credit,
      @Schema(required = true, description = "One amount of each currency.")
          List<MoneyView> prepaid,
      @Schema(required = true) List<GrantView> grants,
      @Schema(required = true) List<PaymentView> payments) {}

  /** The same id is one grant. */
  Uni<GrantView> grant(
      UUID id,
      UUID organization,
      Money amount,
      Optional<Instant> expires,
      String reason,
      String by,
      Instant now) {
    return run(
            GRANT,
            id,
            organization,
            amount.amount(),
            amount.currencyCode(),
            utc(now),
            expires.map(Credits::utc).orElse(null),
            reason,
            by)
        .chain(() -> list(GRANTS, GrantView::of, organization, id))
        .map(found -> found.get(0));
  }

  /**
   * The same reference is one payment.
   *
   * @return what stands under the reference, which may be another amount
   */
  Uni<PaymentView> prepay(
      UUID organization, Money amount, String reference, String by, Instant now) {
    return run(
            PREPAY,
            UUID.randomUUID(),
            organization,
            amount.amount(),
            amount.currencyCode(),
            reference,
            utc(now),
            by)
        .chain(() -> list(PAYMENT, PaymentView::of, organization, reference))
        .map(found -> found.get(0));
  }

  Uni<CreditsView> of(UUID organization) {
    return Uni.combine()
        .all()
        .unis(
            list(LEFT, row -> money(row, "amount"), organization),
            list(BALANCES, row -> money(row, "amount"), organization),
            list(GRANTS, GrantView::of, organization, null),
            list(PAYMENTS, PaymentView::of, organization))
        .with(CreditsView::new);
  }

  private Uni<Void> run(String sql, @Nullable Object... arguments) {
    return pool.preparedQuery(sql)
        .execute(Tuple.from(Arrays.<@Nullable Object>asList(arguments)))
        .replaceWithVoid();
  }

  private <T> Uni<List<T>> list(String sql, Function<Row, T> view, @Nullable Object... arguments) {
    return pool.preparedQuery(sql)
        .execute(Tuple.from(Arrays.<@Nullable Object>asList(arguments)))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(view).toList());
  }

  private static MoneyView money(Row row, String column) {
    return MoneyView.of(
        Money.of(row.getBigDecimal(column), Currency.getInstance(row.getString("currency"))));
  }

  private static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
