package io.tradewind.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reference rates of one day, as a central bank publishes them: how many units of each currency one
 * euro was worth. A conversion multiplies by one rate and divides by the other in one exact step,
 * and is rounded once, as the caller says.
 *
 * @param date which the publisher gives its rates
 * @param source who published them, for people
 * @param unitsPerEuro by ISO 4217 code; the euro itself is not listed
 */
public record ExchangeRates(LocalDate date, String source, Map<String, BigDecimal> unitsPerEuro) {

  private static final Currency EUR = Currency.getInstance("EUR");
  private static final Set<String> CODES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  /** A dead currency in its last days stood at some 10^30 a dollar; beyond, a feed is broken. */
  private static final int MOST_DIGITS = 40;

  public ExchangeRates {
    Quantities.requireSource("The exchange rates of %s".formatted(date), source);
    unitsPerEuro = Collections.unmodifiableMap(new TreeMap<>(unitsPerEuro));
    unitsPerEuro.forEach(ExchangeRates::requireRate);
  }

  /** Whether money can be converted from or into this currency. */
  public boolean knows(Currency currency) {
    return currency.equals(EUR) || unitsPerEuro.containsKey(currency.getCurrencyCode());
  }

  /** Every currency that can be converted, by code. */
  public Set<String> codes() {
    TreeMap<String, BigDecimal> all = new TreeMap<>(unitsPerEuro);
    all.put(EUR.getCurrencyCode(), BigDecimal.ONE);
    return Collections.unmodifiableSet(all.navigableKeySet());
  }

  /**
   * The amount in another currency, at this day's rates, rounded once to {@link Money#SCALE}
   * decimals. Money that has the currency already is returned as it is.
   *
   * @throws IllegalArgumentException when there is no rate for one of the two
   */
  public Money convert(Money money, Currency into, RoundingMode rounding) {
    if (money.currency().equals(into)) {
      return money;
    }
    BigDecimal amount =
        money
            .amount()
            .multiply(perEuro(into))
            .divide(perEuro(money.currency()), Money.SCALE, rounding);
    return Money.of(amount, into);
  }

  /** {@link #convert(Money, Currency, RoundingMode)} of a price per hour. */
  public HourlyRate convert(HourlyRate rate, Currency into, RoundingMode rounding) {
    return new HourlyRate(convert(rate.perHour(), into, rounding));
  }

  /** For people, beside what was converted: {@code European Central Bank, 2026-11-20}. */
  public String citation() {
    return source + ", " + date;
  }

  private BigDecimal perEuro(Currency currency) {
    if (currency.equals(EUR)) {
      return BigDecimal.ONE;
    }
    BigDecimal rate = unitsPerEuro.get(currency.getCurrencyCode());
    if (rate == null) {
      throw new IllegalArgumentException(
          "There is no rate for %s of %s by %s. There are: %s."
              .formatted(
                  currency.getCurrencyCode(),
                  date,
                  source,
                  codes().stream().collect(Collectors.joining(", "))));
    }
    return rate;
  }

  private static void requireRate(String code, BigDecimal rate) {
    if (!CODES.contains(code) || code.equals(EUR.getCurrencyCode())) {
      throw new IllegalArgumentException(
          "'%s' is no currency that has a rate to the euro. Use ISO 4217 codes other than EUR."
              .formatted(code));
    }
    if (rate.signum() <= 0
        || rate.precision() > MOST_DIGITS
        || Math.abs((long) rate.scale()) > MOST_DIGITS) {
      throw new IllegalArgumentException(
          "The rate %s of %s to the euro is not a positive number of at most %d digits."
              .formatted(shown(rate), code, MOST_DIGITS));
    }
  }

  /** Never expanded: an exponent may be huge. */
  private static String shown(BigDecimal rate) {
    return rate.precision() > MOST_DIGITS ? "of %d digits".formatted(rate.precision()) : rate + "";
  }
}
