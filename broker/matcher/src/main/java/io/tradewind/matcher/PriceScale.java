package io.tradewind.matcher;

import io.tradewind.api.Offer;
import io.tradewind.pricing.ExchangeRates;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * On which prices of all currencies compare: dollars, into which others are brought by one day's
 * reference rates. It decides an order and nothing else: what is asked, agreed and charged stays in
 * the seller's own currency.
 *
 * @param rates empty: only dollars compare
 */
public record PriceScale(Optional<ExchangeRates> rates) {
  /** In which offers are compared. */
  public static final Currency CURRENCY = Currency.getInstance("USD");

  public static final PriceScale DOLLARS_ALONE = new PriceScale(Optional.empty());

  /** Stands for a price that cannot be compared. */
  static final long NOWHERE = Long.MAX_VALUE;

  /** Dearer machines are beyond reason, and would overflow sums over many nodes. */
  private static final BigDecimal MOST_PER_HOUR =
      BigDecimal.valueOf(500_000).setScale(Money.SCALE, RoundingMode.UNNECESSARY);

  /** The amount as it is compared, rounded half to even; empty where there is no rate. */
  public Optional<Money> of(Money money) {
    if (money.currency().equals(CURRENCY)) {
      return Optional.of(money);
    }
    return rates
        .filter(day -> day.knows(money.currency()))
        .map(day -> day.convert(money, CURRENCY, RoundingMode.HALF_EVEN));
  }

  /** How a price is brought to the scale; empty where it stands there, or there is no rate. */
  public Optional<Conversion> conversionOf(HourlyRate price) {
    Currency from = price.perHour().currency();
    return rates
        .filter(day -> !from.equals(CURRENCY) && day.knows(from))
        .map(
            day ->
                new Conversion(
                    price,
                    day.convert(price, CURRENCY, RoundingMode.HALF_EVEN),
                    day.convert(Money.of(BigDecimal.ONE, from), CURRENCY, RoundingMode.HALF_EVEN),
                    day.date(),
                    day.source()));
  }

  /**
   * Whether amounts come to more than a limit together: in its own currency where all have it, else
   * as they compare. What has no rate cannot be shown to keep a limit.
   */
  public boolean exceed(List<Money> amounts, Money limit) {
    if (amounts.stream().allMatch(it -> it.currency().equals(limit.currency()))) {
      return amounts.stream().reduce(Money.zero(limit.currency()), Money::plus).compareTo(limit)
          > 0;
    }
    List<Money> compared = amounts.stream().flatMap(it -> of(it).stream()).toList();
    return compared.size() < amounts.size()
        || of(limit)
            .map(most -> compared.stream().reduce(Tariff.NOTHING, Money::plus).compareTo(most) > 0)
            .orElse(true);
  }

  /** The price of an hour in billionths. */
  long nanosOf(Offer offer) {
    Money price = offer.price().perHour();
    return price.currency().equals(CURRENCY)
        ? reasonable(price)
        : of(price).map(PriceScale::reasonable).orElse(NOWHERE);
  }

  /**
   * The most that a limit allows, in billionths; without a rate, nothing can be shown to keep it.
   */
  long nanosOfLimit(Money limit) {
    return of(limit)
        .map(cap -> cap.amount().unscaledValue().bitLength() > 62 ? Long.MAX_VALUE : cap.nanos())
        .orElse(0L);
  }

  private static long reasonable(Money price) {
    return price.amount().compareTo(MOST_PER_HOUR) <= 0 ? price.nanos() : NOWHERE;
  }
}
