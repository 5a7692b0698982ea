package io.tradewind.server.earning;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.earning.EarningsView.DayView;
import io.tradewind.server.earning.EarningsView.DisputedView;
import io.tradewind.server.earning.EarningsView.TotalView;
import io.tradewind.server.market.MoneyView;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * What a site earned, from usage, charges and the books. The caller has seen that the site is its
 * own, and reads in the broker's name.
 */
final class Earnings {
  /** A refund is of the day on which it was made, and of the unit of the lease that it is for. */
  private static final String DAYS =
      """
      with metered as (
        select (u.from_at at time zone 'UTC')::date as day, u.lease,
          sum(extract(epoch from u.to_at - u.from_at)) / 3600.0 as hours, sum(p.amount) as gross, sum(p.take) as take,
          0::numeric as refunded, sum(coalesce(u.energy_kwh, 0)) as energy, sum(coalesce(u.operational_grams, 0)) as grams
        from usage u join lease l on l.id = u.lease join charge_posting p on p.lease = u.lease and p.from_at = u.from_at
        where l.provider = :seller and l.account is null and u.from_at >= :from and u.from_at < :to
        group by 1, 2
        union all
        select (e.at at time zone 'UTC')::date, e.lease, 0, 0, 0, e.amount, 0, 0
        from ledger_entry e
        where e.kind = 'refund' and e.debit = 'payable:' || cast(:seller as varchar) and e.at >= :from and e.at < :to
      )
      select m.day, coalesce(l.offer_document::jsonb #>> '{accelerator,model}', 'cpu') as unit, l.currency,
        count(distinct m.lease),
        sum(m.hours * coalesce((l.offer_document::jsonb #>> '{accelerator,count}')::numeric, l.vcpus::numeric)),
        sum(m.gross), sum(m.take), sum(m.refunded), sum(m.energy), sum(m.grams)
      from metered m join lease l on l.id = m.lease
      group by 1, 2, 3 order by 1 desc, 2, 3
      """;

  private static final String DISPUTES =
      """
      select d.id, d.lease, (d.from_at at time zone 'UTC')::date, d.currency, d.amount, d.state
      from dispute d join lease l on l.id = d.lease
      where l.provider = :seller and l.account is null order by d.from_at desc, d.id limit 100
      """;

  private Earnings() {}

  /** One line, with its carbon. */
  private record Line(DayView view, Currency currency, double grams) {}

  static Uni<EarningsView> of(
      Mutiny.Session session, SiteEntity site, LocalDate from, LocalDate to) {
    return session
        .createNativeQuery(DAYS, Object[].class)
        .setParameter("seller", site.provider)
        .setParameter("from", from.atStartOfDay().toInstant(ZoneOffset.UTC))
        .setParameter("to", to.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC))
        .getResultList()
        .chain(
            rows ->
                disputes(session, site)
                    .map(
                        disputes ->
                            view(
                                site,
                                from,
                                to,
                                rows.stream().map(Earnings::line).toList(),
                                disputes)));
  }

  private static Uni<List<DisputedView>> disputes(Mutiny.Session session, SiteEntity site) {
    return session
        .createNativeQuery(DISPUTES, Object[].class)
        .setParameter("seller", site.provider)
        .getResultList()
        .map(rows -> rows.stream().map(Earnings::disputed).toList());
  }

  private static DisputedView disputed(Object[] row) {
    Currency currency = Currency.getInstance(String.valueOf(row[3]));
    return new DisputedView(
        (UUID) row[0],
        (UUID) row[1],
        day(row[2]),
        MoneyView.of(money(row[4], currency)),
        String.valueOf(row[5]));
  }

  private static EarningsView view(
      SiteEntity site,
      LocalDate from,
      LocalDate to,
      List<Line> lines,
      List<DisputedView> disputes) {
    double energy = lines.stream().mapToDouble(it -> it.view().energyKilowattHours()).sum();
    Map<String, List<Line>> byCurrency =
        lines.stream()
            .collect(
                Collectors.groupingBy(
                    it -> it.currency().getCurrencyCode(), TreeMap::new, Collectors.toList()));
    return new EarningsView(
        from,
        to,
        lines.stream().map(Line::view).toList(),
        byCurrency.values().stream().map(Earnings::total).toList(),
        energy,
        lines.stream().mapToDouble(Line::grams).sum(),
        site.wue == null ? 0 : site.wue * energy / (site.pue == null ? 1 : site.pue),
        disputes);
  }

  private static TotalView total(List<Line> lines) {
    Currency currency = lines.get(0).currency();
    Money gross = sum(currency, lines.stream().map(it -> it.view().gross()).toList());
    Money take = sum(currency, lines.stream().map(it -> it.view().take()).toList());
    Money refunded = sum(currency, lines.stream().map(it -> it.view().refunded()).toList());
    return new TotalView(
        MoneyView.of(gross),
        MoneyView.of(take),
        MoneyView.of(refunded),
        MoneyView.of(gross.minus(take).minus(refunded)),
        gross.isZero()
            ? 0
            : take.amount()
                .multiply(BigDecimal.valueOf(100))
                .divide(gross.amount(), 4, RoundingMode.HALF_EVEN)
                .doubleValue());
  }

  private static Money sum(Currency currency, List<MoneyView> amounts) {
    return amounts.stream()
        .map(it -> Money.of(new BigDecimal(it.amount()), currency))
        .reduce(Money.zero(currency), Money::plus);
  }

  private static Line line(Object[] row) {
    Currency currency = Currency.getInstance(String.valueOf(row[2]));
    Money gross = money(row[5], currency);
    Money take = money(row[6], currency);
    Money refunded = money(row[7], currency);
    return new Line(
        new DayView(
            day(row[0]),
            String.valueOf(row[1]),
            ((Number) row[3]).longValue(),
            number(row[4]),
            MoneyView.of(gross),
            MoneyView.of(take),
            MoneyView.of(refunded),
            MoneyView.of(gross.minus(take).minus(refunded)),
            number(row[8])),
        currency,
        number(row[9]));
  }

  private static LocalDate day(Object value) {
    return value instanceof Date date ? date.toLocalDate() : (LocalDate) value;
  }

  private static Money money(@Nullable Object value, Currency currency) {
    return Money.of(value instanceof BigDecimal amount ? amount : BigDecimal.ZERO, currency);
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : 0;
  }
}
