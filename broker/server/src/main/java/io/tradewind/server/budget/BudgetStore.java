package io.tradewind.server.budget;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.mail.Mailbox;
import io.tradewind.server.rate.RateBook;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Budgets in the database, and what happens to running leases when one is made or changed. */
@ApplicationScoped
class BudgetStore {
  private static final String READ =
      """
      select b.*, coalesce(p.spent, 0) as spent, coalesce(p.taken, 0) as taken,
        array(select t.percent || ' ' || t.action from budget_threshold t where t.budget = b.id) as thresholds
      from budget b left join budget_position p on p.budget = b.id and p.begins_at <= $2 and p.ends_at > $2
      where b.organization = $1 and ($3::uuid is null or b.id = $3) order by b.created_at, b.id
      """;
  private static final String INSERT =
      """
      insert into budget (id, organization, project, subject, name, period, amount, currency, block_above, stop_above,
        webhook_url, webhook_secret, created_by, created_at, changed_at, mail_to)
      select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $16
      where (select count(*) from budget where organization = $2) < $15::bigint
      """;
  private static final String UPDATE =
      """
      update budget set name = $3, amount = $4, block_above = $5, stop_above = $6, webhook_url = $7, webhook_secret = $8, changed_at = $9,
        mail_to = $10
      where organization = $1 and id = $2
      """;
  private static final String THRESHOLD =
      "insert into budget_threshold (budget, organization, percent, action) values ($1, $2, $3, $4)";
  private static final String OPEN =
      """
      insert into budget_period (budget, period, organization, begins_at, ends_at, block_above, stop_above)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (budget, period) do update set block_above = excluded.block_above, stop_above = excluded.stop_above
      """;

  /** Whoever closes one of them meanwhile is waited for, and then seen. */
  private static final String LOCK_LEASES =
      """
      select l.id, l.currency from lease l join workload w on w.id = l.workload
      where l.organization = $1 and ($2::uuid is null or w.project = $2) and ($3::text is null or w.created_by = $3)
        and l.state <> 'closed' order by l.id for no key update of l
      """;

  /** Who runs asks for funds at once; whoever is written to at the moment at its next look. */
  private static final String LOOK_NOW =
      """
      update lease set due_at = $4 where id in (
        select l.id from lease l join workload w on w.id = l.workload
        where l.organization = $1 and ($2::uuid is null or w.project = $2) and ($3::text is null or w.created_by = $3)
          and l.state = 'active' and l.due_at > $4 for no key update of l skip locked)
      """;

  private static final String CURRENCIES =
      """
      select distinct l.currency from lease l where l.organization = $1 and (l.state <> 'closed' or l.metered_to > $2)
      """;
  private static final String ADOPT =
      """
      insert into fund_hold (lease, budget, period, organization, amount, per_unit, held_at)
      select l.id, $4, $5, l.organization, 0, $6, $7 from lease l join workload w on w.id = l.workload
      where l.organization = $1 and ($2::uuid is null or w.project = $2) and ($3::text is null or w.created_by = $3)
        and l.currency = $8 and (l.state <> 'closed' or l.metered_to > $9)
      """;
  private static final String COUNT =
      """
      update fund_hold set amount = hold_spent(fund_hold), settled_at = case when lease.state = 'closed' then $2::timestamptz end
      from lease where lease.id = fund_hold.lease and fund_hold.budget = $1
      """;
  private static final String SUM =
      """
      update budget_period p set taken = h.taken, settled = h.settled
      from (select coalesce(sum(amount), 0) as taken, coalesce(sum(amount) filter (where settled_at is not null), 0) as settled
            from fund_hold where budget = $1) h
      where p.budget = $1
      """;

  /** What is held and not used goes back where it does not fit any more; whoever runs asks anew. */
  private static final String SHRINK =
      """
      with over as (
        select budget, period from budget_period where budget = $1 and taken > stop_above and ends_at > $2 for update
      ), less as (
        update fund_hold h set amount = least(h.amount, hold_spent(h)) from over
        where h.budget = over.budget and h.period = over.period and h.settled_at is null
        returning h.lease, h.budget, h.period, h.amount
      )
      update budget_period p set taken = p.settled + (select coalesce(sum(amount), 0) from less where less.period = p.period)
      from over where p.budget = over.budget and p.period = over.period
      """;

  private final Pool pool;
  private final RateBook rates;

  BudgetStore(Pool pool, RateBook rates) {
    this.pool = pool;
    this.rates = rates;
  }

  /**
   * A budget and where it stands.
   *
   * @param taken used and held together
   */
  record Standing(Budget budget, Money used, Money taken) {}

  Uni<List<Standing>> of(UUID organization, Instant now) {
    return read(organization, null, now);
  }

  Uni<Optional<Standing>> find(UUID organization, UUID id, Instant now) {
    return read(organization, id, now).map(all -> all.stream().findFirst());
  }

  private Uni<List<Standing>> read(UUID organization, @Nullable UUID id, Instant now) {
    return pool.preparedQuery(READ)
        .execute(Tuple.of(organization, utc(now), id))
        .map(rows -> stream(rows).map(BudgetStore::standing).toList());
  }

  Uni<Boolean> hasProject(UUID organization, UUID project) {
    return pool.preparedQuery("select 1 from project where organization = $1 and id = $2")
        .execute(Tuple.of(organization, project))
        .map(rows -> rows.iterator().hasNext());
  }

  /** False when the organization has {@code most} already. */
  Uni<Boolean> add(Budget budget, int most) {
    return pool.withTransaction(
        connection ->
            run(connection, INSERT, inserted(budget, most))
                .chain(
                    rows ->
                        rows.rowCount() == 0
                            ? Uni.createFrom().item(false)
                            : thresholds(connection, budget)
                                .chain(() -> open(connection, budget, budget.createdAt()))
                                .chain(() -> adopt(connection, budget))
                                .chain(() -> follow(connection, budget))
                                .chain(() -> lookNow(connection, budget, budget.createdAt()))
                                .replaceWith(true)));
  }

  private static List<@Nullable Object> inserted(Budget budget, int most) {
    return Arrays.<@Nullable Object>asList(
        budget.id(),
        budget.organization(),
        budget.project().orElse(null),
        budget.subject().orElse(null),
        budget.name(),
        budget.period().wireName(),
        budget.amount().amount(),
        budget.amount().currencyCode(),
        amount(budget.blockAbove()),
        amount(budget.stopAbove()),
        budget.webhook().map(Budget.Webhook::url).orElse(null),
        budget.webhook().map(Budget.Webhook::secret).orElse(null),
        budget.createdBy(),
        utc(budget.createdAt()),
        (long) most,
        mailTo(budget));
  }

  private static String[] mailTo(Budget budget) {
    return budget.mailTo().stream().map(Mailbox::address).toArray(String[]::new);
  }

  /** Leases of this period count from its beginning, also those that are over. */
  private Uni<Void> adopt(SqlConnection connection, Budget budget) {
    UUID project = budget.project().orElse(null);
    String subject = budget.subject().orElse(null);
    Period.Term term = budget.term(budget.createdAt());
    return run(connection, LOCK_LEASES, Arrays.asList(budget.organization(), project, subject))
        .chain(
            () -> run(connection, CURRENCIES, List.of(budget.organization(), utc(term.begins()))))
        .chain(
            rows -> {
              Uni<Void> all = Uni.createFrom().voidItem();
              for (Row row : rows) {
                Currency from = Currency.getInstance(row.getString("currency"));
                Optional<BigDecimal> perUnit = perUnit(from, budget.amount().currency());
                if (perUnit.isPresent()) {
                  List<@Nullable Object> arguments =
                      Arrays.<@Nullable Object>asList(
                          budget.organization(),
                          project,
                          subject,
                          budget.id(),
                          term.date(),
                          perUnit.get(),
                          utc(budget.createdAt()),
                          from.getCurrencyCode(),
                          utc(term.begins()));
                  all = all.chain(() -> run(connection, ADOPT, arguments).replaceWithVoid());
                }
              }
              return all;
            })
        .chain(() -> run(connection, COUNT, List.of(budget.id(), utc(budget.createdAt()))))
        .chain(() -> run(connection, SUM, List.of(budget.id())))
        .replaceWithVoid();
  }

  private Optional<BigDecimal> perUnit(Currency from, Currency into) {
    if (from.equals(into)) {
      return Optional.of(BigDecimal.ONE);
    }
    return rates
        .newest()
        .filter(day -> day.knows(from) && day.knows(into))
        .map(day -> day.convert(Money.of(BigDecimal.ONE, from), into, RoundingMode.UP).amount());
  }

  /** False when it is gone. */
  Uni<Boolean> change(Budget budget, Instant now) {
    return pool.withTransaction(
        connection ->
            run(connection, UPDATE, updated(budget, now))
                .chain(
                    rows ->
                        rows.rowCount() == 0
                            ? Uni.createFrom().item(false)
                            : run(
                                    connection,
                                    "delete from budget_threshold where budget = $1",
                                    List.of(budget.id()))
                                .chain(() -> thresholds(connection, budget))
                                .chain(() -> open(connection, budget, now))
                                .chain(() -> follow(connection, budget))
                                .chain(
                                    () -> run(connection, SHRINK, List.of(budget.id(), utc(now))))
                                .chain(() -> lookNow(connection, budget, now))
                                .replaceWith(true)));
  }

  private static List<@Nullable Object> updated(Budget budget, Instant now) {
    return Arrays.<@Nullable Object>asList(
        budget.organization(),
        budget.id(),
        budget.name(),
        budget.amount().amount(),
        amount(budget.blockAbove()),
        amount(budget.stopAbove()),
        budget.webhook().map(Budget.Webhook::url).orElse(null),
        budget.webhook().map(Budget.Webhook::secret).orElse(null),
        utc(now),
        mailTo(budget));
  }

  private static Uni<Void> lookNow(SqlConnection connection, Budget budget, Instant now) {
    return run(
            connection,
            LOOK_NOW,
            Arrays.<@Nullable Object>asList(
                budget.organization(),
                budget.project().orElse(null),
                budget.subject().orElse(null),
                utc(now)))
        .replaceWithVoid();
  }

  private static Uni<Void> follow(SqlConnection connection, Budget budget) {
    return budget.followsPrepaid()
        ? run(connection, "select follow_prepaid($1)", List.of(budget.organization()))
            .replaceWithVoid()
        : Uni.createFrom().voidItem();
  }

  Uni<Boolean> delete(UUID organization, UUID id) {
    return pool.preparedQuery("delete from budget where organization = $1 and id = $2")
        .execute(Tuple.of(organization, id))
        .map(rows -> rows.rowCount() == 1);
  }

  private static Uni<Void> thresholds(SqlConnection connection, Budget budget) {
    List<Tuple> rows =
        budget.thresholds().stream()
            .map(
                it ->
                    Tuple.of(
                        budget.id(), budget.organization(), it.percent(), it.action().wireName()))
            .toList();
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : connection.preparedQuery(THRESHOLD).executeBatch(rows).replaceWithVoid();
  }

  private static Uni<Void> open(SqlConnection connection, Budget budget, Instant now) {
    Period.Term term = budget.term(now);
    return run(
            connection,
            OPEN,
            Arrays.<@Nullable Object>asList(
                budget.id(),
                term.date(),
                budget.organization(),
                utc(term.begins()),
                utc(term.ends()),
                amount(budget.blockAbove()),
                amount(budget.stopAbove())))
        .replaceWithVoid();
  }

  private static Uni<RowSet<Row>> run(
      SqlConnection connection, String sql, List<? extends @Nullable Object> arguments) {
    return connection.preparedQuery(sql).execute(Tuple.from(new ArrayList<>(arguments)));
  }

  private static Standing standing(Row row) {
    Currency currency = Currency.getInstance(row.getString("currency"));
    return new Standing(
        new Budget(
            row.getUUID("id"),
            row.getUUID("organization"),
            Optional.ofNullable(row.getUUID("project")),
            Optional.ofNullable(row.getString("subject")),
            row.getString("name"),
            Period.named(row.getString("period")).orElseThrow(),
            Money.of(row.getBigDecimal("amount"), currency),
            Arrays.stream(row.getArrayOfStrings("thresholds")).map(BudgetStore::threshold).toList(),
            Optional.ofNullable(row.getString("webhook_url"))
                .map(url -> new Budget.Webhook(url, row.getString("webhook_secret"))),
            Arrays.stream(row.getArrayOfStrings("mail_to")).map(Mailbox::new).toList(),
            row.getString("created_by"),
            row.getOffsetDateTime("created_at").toInstant()),
        Money.of(row.getBigDecimal("spent"), currency),
        Money.of(row.getBigDecimal("taken"), currency));
  }

  private static Threshold threshold(String text) {
    int space = text.indexOf(' ');
    return new Threshold(
        new BigDecimal(text.substring(0, space)),
        Threshold.Action.named(text.substring(space + 1)).orElseThrow());
  }

  private static @Nullable BigDecimal amount(Optional<Money> money) {
    return money.map(Money::amount).orElse(null);
  }

  private static java.util.stream.Stream<Row> stream(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
