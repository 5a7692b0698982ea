package io.tradewind.matcher;

import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.time.LocalDate;

/**
 * How a price in another currency was compared. Nothing is paid at this rate.
 *
 * @param price as its seller asks it
 * @param compared the same in the currency in which offers compare
 * @param oneUnit what one unit of the seller's currency is worth there
 * @param date of the rate
 * @param source who published it
 */
public record Conversion(
    HourlyRate price, HourlyRate compared, Money oneUnit, LocalDate date, String source) {

  /** Of several machines. */
  Conversion times(int nodes) {
    return new Conversion(price.times(nodes), compared.times(nodes), oneUnit, date, source);
  }

  /** {@code 3.00 EUR an hour counts as 3.453 USD, at 1 EUR = 1.151 USD (…, 2026-11-20).} */
  public String text() {
    return Text.of(
        "%s an hour counts as %s, at 1 %s = %s (%s, %s)",
        Text.money(price.perHour()),
        Text.money(compared.perHour()),
        price.perHour().currencyCode(),
        Text.exact(oneUnit),
        source,
        date);
  }
}
