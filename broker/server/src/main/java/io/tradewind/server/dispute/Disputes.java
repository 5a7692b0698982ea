package io.tradewind.server.dispute;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.tradewind.server.ledger.Ledger;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.problem.ProblemException;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
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
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Disputes in the database. */
@ApplicationScoped
class Disputes {
  /**
   * Of the buyer's own lease, or one on a site of the seller's own; so in the broker's name. No
   * more than was charged in that time can be disputed.
   */
  private static final String OPEN =
      """
      with disputed as (
        select l.id, l.currency, case when l.organization = $2 then 'buyer' else 'seller' end as side
        from lease l where l.id = $3 and l.account is null
          and (l.organization = $2 or exists (select from site where site.provider = l.provider and site.organization = $2))
      ), used as (
        select coalesce(json_agg(json_build_object('from', u.from_at, 'to', u.to_at, 'rate', c.rate::text, 'amount', c.amount::text)
          order by u.from_at), '[]')::text as evidence, coalesce(sum(c.amount), 0) as amount
        from disputed join charge c on c.lease = disputed.id join usage u on u.lease = c.lease and u.from_at = c.from_at
        where c.from_at < $5 and c.to_at > $4
      ), opened as (
        insert into dispute (id, organization, side, lease, from_at, to_at, amount, currency, reason, evidence, opened_at, opened_by, state)
        select $1, $2, side, disputed.id, $4, $5, $6, $7, $8, evidence, $9, $10, 'open' from disputed, used
        where disputed.currency = $7 and $6 <= used.amount
        on conflict do nothing returning *
      ), told as (
        insert into event (at, organization, lease, type, actor, detail)
        select opened_at, organization, lease, 'dispute.opened', opened_by,
          format('%s %s of lease %s are disputed: %s', trim_scale(amount), currency, lease, left(reason, 500)) from opened
      )
      select disputed.currency, used.amount, (select id from opened) as id from disputed, used
      """;

  private static final String LIST =
      """
      select *, (select coalesce(max(provider), '') from lease where lease.id = dispute.lease) as seller from dispute
      where organization = $1 and ($2::uuid is null or id = $2) order by opened_at desc, id limit 1000
      """;

  private static final String DECIDE =
      """
      with decided as (
        update dispute set state = case when $3::numeric is null then 'refused' else 'granted' end, granted = $3, decision = $4,
          decided_at = $5, decided_by = $6
        where organization = $1 and id = $2 and state = 'open' and coalesce($3 <= amount, true) returning *
      ), told as (
        insert into event (at, organization, lease, type, actor, detail)
        select decided_at, organization, lease, 'dispute.' || state, decided_by,
          format('The dispute of %s %s of lease %s is %s: %s', trim_scale(amount), currency, lease, state, left(decision, 500)) from decided
      )
      select decided.*, (select provider from lease where lease.id = decided.lease) as seller from decided
      """;

  private final ScopedPool pool;
  private final Ledger ledger;

  Disputes(ScopedPool pool, Ledger ledger) {
    this.pool = pool;
    this.ledger = ledger;
  }

  /** A dispute in replies. */
  @Schema(name = "Dispute")
  record DisputeView(
      @Schema(required = true) UUID id,
      @Schema(
              required = true,
              enumeration = {"buyer", "seller"})
          String side,
      @Schema(required = true) UUID lease,
      @Schema(required = true) Instant from,
      @Schema(required = true) Instant to,
      @Schema(required = true) MoneyView amount,
      @Schema(required = true) String reason,
      @Schema(required = true, description = "The usage as it stood when it was opened; JSON.")
          String evidence,
      @Schema(required = true) Instant openedAt,
      @Schema(required = true) String openedBy,
      @Schema(
              required = true,
              enumeration = {"open", "granted", "refused"})
          String state,
      @Schema(required = true, nullable = true) @Nullable MoneyView granted,
      @Schema(required = true, nullable = true) @Nullable String decision,
      @Schema(required = true, nullable = true) @Nullable Instant decidedAt) {
    static DisputeView of(Row row) {
      OffsetDateTime decided = row.getOffsetDateTime("decided_at");
      return new DisputeView(
          row.getUUID("id"),
          row.getString("side"),
          row.getUUID("lease"),
          row.getOffsetDateTime("from_at").toInstant(),
          row.getOffsetDateTime("to_at").toInstant(),
          MoneyView.of(money(row, "amount")),
          row.getString("reason"),
          row.getString("evidence"),
          row.getOffsetDateTime("opened_at").toInstant(),
          row.getString("opened_by"),
          row.getString("state"),
          row.getBigDecimal("granted") == null ? null : MoneyView.of(money(row, "granted")),
          row.getString("decision"),
          decided == null ? null : decided.toInstant());
    }
  }

  /** What is disputed. */
  record Wish(
      UUID lease, Instant from, Instant to, Money amount, String reason, String by, Instant now) {}

  /**
   * @throws ProblemException 404 for a lease of neither side; 409 for more than was charged, or
   *     where a dispute of it is open
   */
  Uni<DisputeView> open(UUID organization, Wish wish) {
    UUID id = UUID.randomUUID();
    return pool.within(
            Scope.BROKER,
            connection ->
                connection
                    .preparedQuery(OPEN)
                    .execute(
                        Tuple.from(
                            Arrays.asList(
                                id,
                                organization,
                                wish.lease(),
                                utc(wish.from()),
                                utc(wish.to()),
                                wish.amount().amount(),
                                wish.amount().currencyCode(),
                                wish.reason(),
                                utc(wish.now()),
                                wish.by()))))
        .invoke(rows -> requireOpened(first(rows), wish))
        .chain(() -> of(organization, id))
        .map(found -> found.get(0));
  }

  private static void requireOpened(Optional<Row> found, Wish wish) {
    Row row = found.orElseThrow(() -> ProblemException.notFound("lease", wish.lease()));
    if (row.getUUID("id") == null) {
      throw new ProblemException(
          409,
          "not_disputable",
          "Lease %s was charged %s in this time; no more can be disputed, and once at a time."
              .formatted(wish.lease(), money(row, "amount")));
    }
  }

  /** The newest first. */
  Uni<List<DisputeView>> of(UUID organization, @Nullable UUID id) {
    return pool.preparedQuery(LIST)
        .execute(Tuple.of(organization, id))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(DisputeView::of).toList());
  }

  /**
   * What was decided.
   *
   * @param granted empty to refuse it
   */
  record Decision(Optional<Money> granted, String why, String by, Instant now) {}

  /** Empty where there is no such open dispute of at least that much. */
  Uni<Optional<DisputeView>> decide(UUID organization, UUID id, Decision decision) {
    return pool.within(
        Scope.BROKER,
        connection ->
            connection
                .preparedQuery(DECIDE)
                .execute(
                    Tuple.from(
                        Arrays.<@Nullable Object>asList(
                            organization,
                            id,
                            decision.granted().map(Money::amount).orElse(null),
                            decision.why(),
                            utc(decision.now()),
                            decision.by())))
                .chain(
                    rows -> {
                      Optional<Row> row = first(rows);
                      return row.filter(it -> it.getString("state").equals("granted"))
                          .map(it -> give(connection, it, decision))
                          .orElse(Uni.createFrom().voidItem())
                          .replaceWith(row.map(DisputeView::of));
                    }));
  }

  private Uni<Void> give(SqlConnection connection, Row row, Decision decision) {
    UUID id = row.getUUID("id");
    UUID lease = row.getUUID("lease");
    Money amount = money(row, "granted");
    String memo = "Dispute: " + decision.why();
    String shown = memo.length() <= 500 ? memo : memo.substring(0, 500);
    if (row.getString("side").equals("seller")) {
      return ledger.makeGood(
          connection, id, row.getString("seller"), lease, amount, shown, decision.now());
    }
    return ledger
        .refund(connection, id, lease, amount, shown, decision.now())
        .invoke(
            of -> {
              if (of.filter(it -> it.allows(amount)).isEmpty()) {
                throw new ProblemException(
                    409,
                    "not_refundable",
                    "So much of lease %s is not left to be given back.".formatted(lease));
              }
            })
        .replaceWithVoid();
  }

  private static Optional<Row> first(Iterable<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).findFirst();
  }

  private static Money money(Row row, String column) {
    return Money.of(row.getBigDecimal(column), Currency.getInstance(row.getString("currency")));
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
