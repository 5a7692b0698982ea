package io.tradewind.server.budget;

import static io.tradewind.server.budget.HoldRows.Bound.BLOCK;
import static io.tradewind.server.budget.HoldRows.Bound.STOP;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.pricing.Money;
import io.tradewind.server.budget.HoldRows.Applying;
import io.tradewind.server.budget.HoldRows.Bound;
import io.tradewind.server.budget.HoldRows.Held;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.rate.RateBook;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/** The money that a lease may cost: held before it begins, kept ahead of it, given back after. */
@ApplicationScoped
public class Funds {
  private static final Instant ALWAYS = Instant.parse("9999-12-31T00:00:00Z");

  private final HoldRows rows;
  private final Notices notices;
  private final SpecReader specs;
  private final RateBook rates;
  private final Duration horizon;
  private final Duration reserve;

  Funds(HoldRows rows, Notices notices, SpecReader specs, RateBook rates, TradewindConfig config) {
    this.rows = rows;
    this.notices = notices;
    this.specs = specs;
    this.rates = rates;
    reserve = config.budget().reserve().orElse(config.agent().patience().plus(Run.END));
    horizon =
        Stream.of(config.budget().horizon(), reserve).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** The leases of one attempt. */
  public record Intent(WorkloadEntity workload, List<LeaseEntity> leases) {}

  /**
   * Writes the leases of one attempt, with what they may cost taken from each budget that the
   * workload falls under. Where one has too little, nothing is written or taken.
   */
  public Uni<Optional<Shortage>> write(
      Mutiny.Session session, WorkloadEntity workload, List<LeaseEntity> leases, Instant now) {
    return write(session, List.of(new Intent(workload, leases)), now);
  }

  /**
   * The same for workloads of one owner. Where there is too little for all of them the transaction
   * must not be committed.
   */
  public Uni<Optional<Shortage>> write(Mutiny.Session session, List<Intent> intents, Instant now) {
    if (intents.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    return rows.applying(session, intents.get(0).workload(), now)
        .chain(
            budgets ->
                budgets.isEmpty()
                    ? persist(session, intents)
                    : Multi.createFrom()
                        .iterable(intents)
                        .onItem()
                        .transformToUniAndConcatenate(it -> write(session, budgets, it, now))
                        .select()
                        .where(Optional::isPresent)
                        .collect()
                        .first()
                        .map(short_ -> short_ == null ? Optional.empty() : short_));
  }

  private static Uni<Optional<Shortage>> persist(Mutiny.Session session, List<Intent> intents) {
    return session
        .persistAll(intents.stream().flatMap(it -> it.leases().stream()).toArray())
        .replaceWith(Optional.empty());
  }

  private Uni<Optional<Shortage>> write(
      Mutiny.Session session, List<Applying> budgets, Intent intent, Instant now) {
    return quoted(session, intent.workload(), intent.leases())
        .chain(each -> write(session, budgets, intent.leases(), each, now));
  }

  private Uni<Optional<Shortage>> write(
      Mutiny.Session session,
      List<Applying> budgets,
      List<LeaseEntity> leases,
      Money each,
      Instant now) {
    return reserve(session, budgets, 0, each, leases.size())
        .chain(
            shortage ->
                shortage.isPresent()
                    ? Uni.createFrom().item(shortage)
                    : session
                        .persistAll(leases.toArray())
                        .chain(session::flush)
                        .chain(() -> hold(session, budgets, leases.get(0), each, now))
                        .replaceWith(shortage));
  }

  /** What one lease may cost by what its owner was quoted. */
  private Uni<Money> quoted(
      Mutiny.Session session, WorkloadEntity workload, List<LeaseEntity> leases) {
    LeaseEntity lease = leases.get(0);
    Limits limits = specs.stored(workload.spec).limits();
    Optional<Money> cap =
        limits.maxCost().filter(most -> most.currencyCode().equals(lease.currency));
    Duration least = Duration.ofSeconds(lease.minimumSeconds);
    Duration asked = limits.maxDuration().map(longest -> longest.plus(Run.END)).orElse(horizon);
    Duration time = asked.compareTo(least) < 0 ? least : asked;
    Money run = lease.hourlyRate().costOf(time);
    if (cap.isEmpty()) {
      return Uni.createFrom().item(run);
    }
    return rows.spent(session, workload.id, run.currency())
        .map(
            spent -> {
              Money left = cap.get().minus(spent).max(Money.zero(run.currency()));
              Money share = left.dividedBy(BigDecimal.valueOf(leases.size()), RoundingMode.UP);
              return limits.maxDuration().isPresent() ? run.min(share) : share;
            });
  }

  private Uni<Optional<Shortage>> reserve(
      Mutiny.Session session, List<Applying> budgets, int place, Money each, int count) {
    if (place == budgets.size()) {
      return Uni.createFrom().item(Optional.empty());
    }
    Applying budget = budgets.get(place);
    Optional<Money> needed = in(budget, each).map(one -> one.times(count));
    return rows.open(session, budget)
        .chain(
            () ->
                needed.isEmpty()
                    ? Uni.createFrom().item(false)
                    : rows.take(session, budget, needed.get(), BLOCK))
        .chain(
            taken ->
                taken
                    ? reserve(session, budgets, place + 1, each, count)
                        .call(short_ -> undo(session, budget, needed.get(), short_))
                    : shortage(session, budget, needed, BLOCK));
  }

  private Uni<Void> undo(
      Mutiny.Session session, Applying budget, Money taken, Optional<Shortage> shortage) {
    return shortage.isPresent()
        ? rows.giveBack(session, budget, taken)
        : Uni.createFrom().voidItem();
  }

  private Uni<Optional<Shortage>> shortage(
      Mutiny.Session session, Applying budget, Optional<Money> needed, Bound bound) {
    Optional<Instant> renewed =
        Optional.of(budget.term().ends()).filter(end -> end.isBefore(ALWAYS.minusSeconds(1)));
    return rows.left(session, budget, bound)
        .map(left -> Optional.of(new Shortage(budget.id(), budget.name(), left, needed, renewed)));
  }

  private Uni<Void> hold(
      Mutiny.Session session, List<Applying> budgets, LeaseEntity lease, Money each, Instant now) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Applying budget : budgets) {
      all =
          all.chain(
              () ->
                  rows.hold(
                      session,
                      budget,
                      lease,
                      in(budget, each).orElseThrow(),
                      perUnit(budget, each.currency()).orElseThrow(),
                      now));
    }
    return all;
  }

  /**
   * How far the funds of a running lease reach.
   *
   * @param shortage the budget above whose stop it would go, so that it has to end now
   * @param lasts whether nothing has to be held for it before the next look
   */
  public record Cover(Optional<Shortage> shortage, boolean lasts) {
    private static final Cover LASTS = new Cover(Optional.empty(), true);
    private static final Cover FOR_NOW = new Cover(Optional.empty(), false);

    private static Cover upTo(Shortage shortage) {
      return new Cover(Optional.of(shortage), false);
    }

    /** With that of a further budget. */
    private Cover and(Cover other) {
      return lasts || other.shortage.isPresent() ? other : this;
    }
  }

  /**
   * Keeps the holds of a running lease ahead of what it uses.
   *
   * @param next how long until the next look, if they last so long
   */
  public Uni<Cover> cover(
      Mutiny.Session session,
      LeaseEntity lease,
      WorkloadEntity workload,
      Instant now,
      Duration next) {
    return rows.applying(session, workload, now)
        .chain(
            budgets ->
                budgets.isEmpty()
                    ? Uni.createFrom().item(Cover.LASTS)
                    : rows.lockOpen(session, lease.id)
                        .chain(
                            open ->
                                open
                                    ? cover(
                                        session, lease, workload, ahead(budgets, now), now, next)
                                    : Uni.createFrom().item(Cover.LASTS)));
  }

  private Uni<Cover> cover(
      Mutiny.Session session,
      LeaseEntity lease,
      WorkloadEntity workload,
      List<Applying> budgets,
      Instant now,
      Duration next) {
    Run run = Run.of(lease, specs.stored(workload.spec).limits().maxDuration());
    return settlePast(session, lease, now)
        .chain(() -> rows.held(session, lease.id))
        .chain(held -> cover(session, lease, run, budgets, 0, held, now, next));
  }

  /** Close to the end of a month the next one has to have room as well. */
  private List<Applying> ahead(List<Applying> budgets, Instant now) {
    return budgets.stream()
        .flatMap(it -> Stream.of(it, it.at(now.plus(reserve))).distinct())
        .toList();
  }

  /** Periods that are over, as soon as all of their time is metered. */
  private Uni<Void> settlePast(Mutiny.Session session, LeaseEntity lease, Instant now) {
    return lease.meteredTo == null
        ? Uni.createFrom().voidItem()
        : rows.settle(session, lease.id, lease.meteredTo, now);
  }

  private Uni<Cover> cover(
      Mutiny.Session session,
      LeaseEntity lease,
      Run run,
      List<Applying> budgets,
      int place,
      List<Held> held,
      Instant now,
      Duration next) {
    if (place == budgets.size()) {
      return Uni.createFrom().item(Cover.LASTS);
    }
    return cover(session, lease, run, budgets.get(place), held, now, next)
        .chain(
            here ->
                here.shortage().isPresent()
                    ? Uni.createFrom().item(here)
                    : cover(session, lease, run, budgets, place + 1, held, now, next)
                        .map(here::and));
  }

  private Uni<Cover> cover(
      Mutiny.Session session,
      LeaseEntity lease,
      Run run,
      Applying budget,
      List<Held> held,
      Instant now,
      Duration next) {
    Optional<BigDecimal> perUnit =
        held.stream()
            .filter(it -> it.budget().equals(budget.id()))
            .map(Held::perUnit)
            .findFirst()
            .or(() -> perUnit(budget, lease.hourlyRate().perHour().currency()));
    if (perUnit.isEmpty()) {
      return rows.open(session, budget)
          .chain(() -> shortage(session, budget, Optional.empty(), STOP))
          .map(short_ -> Cover.upTo(short_.orElseThrow()));
    }
    Money has =
        held.stream()
            .filter(it -> it.budget().equals(budget.id()))
            .filter(it -> it.period().equals(budget.term().date()))
            .map(it -> Money.of(it.amount(), budget.currency()))
            .findFirst()
            .orElse(Money.zero(budget.currency()));
    Money least = in(budget, run.cost(budget.term(), now.plus(reserve)), perUnit.get());
    if (has.compareTo(least) >= 0) {
      Instant then = now.plus(next).plus(reserve);
      boolean lasts = has.compareTo(in(budget, run.cost(budget.term(), then), perUnit.get())) >= 0;
      return Uni.createFrom().item(lasts ? Cover.LASTS : Cover.FOR_NOW);
    }
    Money wish = in(budget, run.cost(budget.term(), now.plus(horizon)), perUnit.get());
    return rows.open(session, budget)
        .chain(() -> raise(session, lease, budget, wish.minus(has), perUnit.get(), now))
        .chain(
            raised ->
                raised || wish.equals(least)
                    ? Uni.createFrom().item(raised)
                    : raise(session, lease, budget, least.minus(has), perUnit.get(), now))
        .chain(
            raised ->
                raised
                    ? Uni.createFrom().item(Cover.FOR_NOW)
                    : shortage(session, budget, Optional.of(least.minus(has)), STOP)
                        .map(Optional::orElseThrow)
                        .call(short_ -> notices.stopped(session, short_, now))
                        .map(Cover::upTo));
  }

  private Uni<Boolean> raise(
      Mutiny.Session session,
      LeaseEntity lease,
      Applying budget,
      Money more,
      BigDecimal perUnit,
      Instant now) {
    return rows.take(session, budget, more, STOP)
        .call(
            taken ->
                taken
                    ? rows.raise(session, budget, lease, more, perUnit, now)
                    : Uni.createFrom().voidItem());
  }

  /** In the transaction that closes the lease: what was held and not charged is free again. */
  public Uni<Void> settle(Mutiny.Session session, LeaseEntity lease, Instant now) {
    return rows.settle(session, lease.id, ALWAYS, now);
  }

  private Optional<Money> in(Applying budget, Money amount) {
    return perUnit(budget, amount.currency()).map(rate -> in(budget, amount, rate));
  }

  private static Money in(Applying budget, Money amount, BigDecimal perUnit) {
    return Money.rounded(amount.amount().multiply(perUnit), budget.currency(), RoundingMode.UP);
  }

  /** At the reference rates of today, rounded up; one where the currency is the same. */
  private Optional<BigDecimal> perUnit(Applying budget, Currency from) {
    if (from.equals(budget.currency())) {
      return Optional.of(BigDecimal.ONE);
    }
    return rates
        .newest()
        .filter(day -> day.knows(from) && day.knows(budget.currency()))
        .map(
            day ->
                day.convert(Money.of(BigDecimal.ONE, from), budget.currency(), RoundingMode.UP)
                    .amount());
  }
}
