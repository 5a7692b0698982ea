package io.tradewind.server.budget;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.PlainSql;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Holds in the database, in the transaction of whoever asks. Budgets are always taken in the order
 * of their ids, so that no two transactions wait for each other.
 */
@Singleton
class HoldRows {
  private static final String APPLYING =
      """
      select id, name, period, currency, created_at from budget
      where organization = $1 and (project is null or project = $2)
        and (subject is null or subject = $3)
      order by id
      """;
  private static final String OPEN =
      """
      insert into budget_period (budget, period, organization, begins_at, ends_at, block_above, stop_above)
      select id, :period, organization, :begins, :ends, block_above, stop_above from budget where id = :budget
      on conflict do nothing
      """;
  private static final String TAKE =
      """
      update budget_period set taken = taken + :amount
      where budget = :budget and period = :period and (%1$s is null or taken + :amount <= %1$s)
      """;
  private static final String GIVE_BACK =
      "update budget_period set taken = taken - :amount where budget = :budget and period = :period";
  private static final String LEFT =
      "select greatest(coalesce(%s, taken) - taken, 0) from budget_period where budget = $1 and period = $2";
  private static final String HOLD =
      """
      insert into fund_hold (lease, budget, period, organization, amount, per_unit, held_at)
      select id, :budget, :period, organization, :amount, :rate, :now from lease
      where workload = :workload and attempt = :attempt
      """;
  private static final String RAISE =
      """
      insert into fund_hold (lease, budget, period, organization, amount, per_unit, held_at)
      values (:lease, :budget, :period, :organization, :amount, :rate, :now)
      on conflict (lease, budget, period) do update set amount = fund_hold.amount + excluded.amount
      """;
  private static final String HELD =
      """
      select budget, period, amount, per_unit from fund_hold
      where lease = $1 and settled_at is null order by budget, period
      """;
  private static final String LOCK_LEASE =
      "select id from lease where id = $1 and state <> 'closed' for no key update";
  private static final String LOCK_PERIODS =
      """
      select p.budget from budget_period p join fund_hold h on h.budget = p.budget and h.period = p.period
      where h.lease = $1 and h.settled_at is null and p.ends_at <= $2 order by p.budget, p.period for update of p
      """;
  private static final String SETTLE =
      """
      with open as (
        select h.budget, h.period, h.amount as held, hold_spent(h) as spent
        from fund_hold h join budget_period p on p.budget = h.budget and p.period = h.period
        where h.lease = :lease and h.settled_at is null and p.ends_at <= :until
      ), done as (
        update fund_hold h set amount = open.spent, settled_at = :now from open
        where h.lease = :lease and h.budget = open.budget and h.period = open.period
      )
      update budget_period p set taken = p.taken - open.held + open.spent, settled = p.settled + open.spent from open
      where p.budget = open.budget and p.period = open.period
      """;
  private static final String SPENT =
      "select coalesce(sum(amount), 0) from lease_total where workload = $1 and currency = $2";

  /** What stands in the way: no lease begins above the one, none goes on above the other. */
  enum Bound {
    BLOCK("block_above"),
    STOP("stop_above");

    private final String column;

    Bound(String column) {
      this.column = column;
    }
  }

  /**
   * A budget that a workload falls under.
   *
   * @param since when it was made
   */
  record Applying(
      UUID id, String name, Currency currency, Period period, Instant since, Period.Term term) {
    Applying at(Instant when) {
      return new Applying(id, name, currency, period, since, period.at(when, since));
    }
  }

  /** What an open lease has of a budget. */
  record Held(UUID budget, LocalDate period, BigDecimal amount, BigDecimal perUnit) {}

  Uni<List<Applying>> applying(Mutiny.Session session, WorkloadEntity workload, Instant now) {
    return PlainSql.rows(
            session, APPLYING, workload.organization, workload.project, workload.createdBy)
        .map(rows -> rows.stream().map(row -> applying(row, now)).toList());
  }

  private static Applying applying(Object[] row, Instant now) {
    Period period = Period.named((String) row[2]).orElseThrow();
    Instant since = PlainSql.instant(row[4]);
    return new Applying(
        (UUID) row[0],
        (String) row[1],
        Currency.getInstance((String) row[3]),
        period,
        since,
        period.at(now, since));
  }

  /** Begins the period of a budget, unless it has begun. */
  Uni<Void> open(Mutiny.Session session, Applying budget) {
    return session
        .createNativeQuery(OPEN)
        .setParameter("budget", budget.id())
        .setParameter("period", budget.term().date())
        .setParameter("begins", budget.term().begins())
        .setParameter("ends", budget.term().ends())
        .executeUpdate()
        .replaceWithVoid();
  }

  /** False when so much is not left, and then nothing is taken. */
  Uni<Boolean> take(Mutiny.Session session, Applying budget, Money amount, Bound bound) {
    return session
        .createNativeQuery(TAKE.formatted(bound.column))
        .setParameter("budget", budget.id())
        .setParameter("period", budget.term().date())
        .setParameter("amount", amount.amount())
        .executeUpdate()
        .map(changed -> changed == 1);
  }

  Uni<Void> giveBack(Mutiny.Session session, Applying budget, Money amount) {
    return session
        .createNativeQuery(GIVE_BACK)
        .setParameter("budget", budget.id())
        .setParameter("period", budget.term().date())
        .setParameter("amount", amount.amount())
        .executeUpdate()
        .replaceWithVoid();
  }

  Uni<Money> left(Mutiny.Session session, Applying budget, Bound bound) {
    return PlainSql.value(session, LEFT.formatted(bound.column), budget.id(), budget.term().date())
        .map(amount -> Money.of(PlainSql.decimal(amount), budget.currency()));
  }

  /** Holds for all leases of one attempt, which are written already. */
  Uni<Void> hold(
      Mutiny.Session session,
      Applying budget,
      LeaseEntity lease,
      Money each,
      BigDecimal perUnit,
      Instant now) {
    return session
        .createNativeQuery(HOLD)
        .setParameter("budget", budget.id())
        .setParameter("period", budget.term().date())
        .setParameter("workload", lease.workload)
        .setParameter("attempt", lease.attempt)
        .setParameter("amount", each.amount())
        .setParameter("rate", perUnit)
        .setParameter("now", now)
        .executeUpdate()
        .replaceWithVoid();
  }

  /** More for one lease, or its first in a period. */
  Uni<Void> raise(
      Mutiny.Session session,
      Applying budget,
      LeaseEntity lease,
      Money more,
      BigDecimal perUnit,
      Instant now) {
    return session
        .createNativeQuery(RAISE)
        .setParameter("lease", lease.id)
        .setParameter("budget", budget.id())
        .setParameter("period", budget.term().date())
        .setParameter("organization", lease.organization)
        .setParameter("amount", more.amount())
        .setParameter("rate", perUnit)
        .setParameter("now", now)
        .executeUpdate()
        .replaceWithVoid();
  }

  Uni<List<Held>> held(Mutiny.Session session, UUID lease) {
    return PlainSql.rows(session, HELD, lease)
        .map(
            rows -> {
              List<Held> all = new ArrayList<>(rows.size());
              for (Object[] row : rows) {
                all.add(
                    new Held(
                        (UUID) row[0],
                        (LocalDate) row[1],
                        PlainSql.decimal(row[2]),
                        PlainSql.decimal(row[3])));
              }
              return all;
            });
  }

  /** False when it is closed; else it stays open until the transaction ends. */
  Uni<Boolean> lockOpen(Mutiny.Session session, UUID lease) {
    return PlainSql.rows(session, LOCK_LEASE, lease).map(rows -> !rows.isEmpty());
  }

  /**
   * Makes the lease's holds what was charged.
   *
   * @param until in periods that end by then
   */
  Uni<Void> settle(Mutiny.Session session, UUID lease, Instant until, Instant now) {
    return PlainSql.rows(session, LOCK_PERIODS, lease, until)
        .chain(
            open ->
                open.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : session
                        .createNativeQuery(SETTLE)
                        .setParameter("lease", lease)
                        .setParameter("until", until)
                        .setParameter("now", now)
                        .executeUpdate()
                        .replaceWithVoid());
  }

  /** What a workload was charged so far in one currency. */
  Uni<Money> spent(Mutiny.Session session, UUID workload, Currency currency) {
    return PlainSql.value(session, SPENT, workload, currency.getCurrencyCode())
        .map(amount -> Money.of(PlainSql.decimal(amount), currency));
  }
}
