package io.tradewind.adapters.catalog;

import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads prices, and refuses what cannot be one. Equal prices share one object. */
final class Prices {
  // Nothing that is rented by the hour is as cheap; a smaller figure is in another unit.
  private static final BigDecimal LEAST = new BigDecimal("0.00001");
  // Four times the dearest machine and ten times the dearest accelerator on any list today.
  private static final BigDecimal MOST_A_MACHINE = new BigDecimal("2000");
  private static final BigDecimal MOST_AN_ACCELERATOR = new BigDecimal("1000");
  private static final int LONGEST = 40;

  private final Map<Listed.Quote, HourlyRate> known = new HashMap<>();

  /**
   * @param accelerators how many the machine has; 0 for none
   */
  HourlyRate read(Listed.Quote quote, double accelerators) throws RefusedRow {
    HourlyRate rate = known.get(quote);
    if (rate == null) {
      rate = new HourlyRate(money(quote));
      known.put(quote, rate);
    }
    BigDecimal amount = rate.perHour().amount();
    if (amount.compareTo(most(accelerators)) > 0) {
      throw absurd(quote, "more than %s for such a machine".formatted(most(accelerators)));
    }
    return rate;
  }

  /** The number in a cell, or the reason why it is no price. */
  static BigDecimal amount(String price) throws RefusedRow {
    String text = price.toLowerCase(Locale.ROOT);
    if (text.isEmpty() || text.equals("nan") || text.equals("null") || text.equals("none")) {
      throw new RefusedRow(
          Reason.PRICE_MISSING, "the price is '%s'; expected USD an hour".formatted(price));
    }
    BigDecimal amount = number(price);
    if (amount.signum() <= 0) {
      throw new RefusedRow(
          Reason.PRICE_NOT_POSITIVE,
          "the price is %s; a missing price is no price".formatted(price));
    }
    return amount;
  }

  static boolean isZero(String price) throws RefusedRow {
    return !price.isEmpty() && number(price).signum() == 0;
  }

  private static Money money(Listed.Quote quote) throws RefusedRow {
    BigDecimal amount = amount(quote.price());
    if (amount.compareTo(LEAST) < 0) {
      throw absurd(quote, "less than %s".formatted(LEAST.toPlainString()));
    }
    if (amount.precision() - amount.scale() > 12) {
      throw absurd(quote, "a number of that size");
    }
    try {
      // Files carry the noise of binary fractions, such as 0.30000000000000004.
      return Money.rounded(amount, Currency.getInstance(quote.currency()), RoundingMode.HALF_EVEN);
    } catch (IllegalArgumentException e) {
      throw new RefusedRow(
          Reason.MALFORMED_ROW,
          "%s in '%s' is no amount in an ISO 4217 currency"
              .formatted(quote.price(), quote.currency()));
    }
  }

  private static BigDecimal number(String price) throws RefusedRow {
    try {
      if (price.length() <= LONGEST) {
        return new BigDecimal(price);
      }
    } catch (NumberFormatException e) {
      throw notANumber(price);
    }
    throw notANumber(price);
  }

  private static RefusedRow notANumber(String price) {
    String shown = price.length() <= LONGEST ? price : price.substring(0, LONGEST) + "…";
    return new RefusedRow(
        Reason.MALFORMED_ROW, "the price '%s' is not a decimal number".formatted(shown));
  }

  private static BigDecimal most(double accelerators) {
    return MOST_A_MACHINE.max(MOST_AN_ACCELERATOR.multiply(BigDecimal.valueOf(accelerators)));
  }

  private static RefusedRow absurd(Listed.Quote quote, String why) {
    return new RefusedRow(
        Reason.PRICE_ABSURD,
        "the price is %s %s an hour, %s".formatted(quote.price(), quote.currency(), why));
  }
}
