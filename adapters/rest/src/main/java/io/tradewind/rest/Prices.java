package io.tradewind.rest;

import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;

/** Turns an API's numbers into rates, and refuses what cannot be one. */
public final class Prices {
  // Nothing that is rented by the hour is as cheap; a smaller figure is in another unit.
  private static final BigDecimal LEAST = new BigDecimal("0.00001");
  // Well above the dearest machine and the dearest accelerator on any list.
  private static final BigDecimal MOST_A_MACHINE = new BigDecimal("2000");
  private static final BigDecimal MOST_AN_ACCELERATOR = new BigDecimal("1000");
  private static final Currency USD = Currency.getInstance("USD");
  private static final int CENTS = 2;

  private Prices() {}

  /**
   * A price in USD for an hour of the whole machine. Rounded half to even to nine decimals: APIs
   * carry the noise of binary fractions.
   */
  public static HourlyRate usd(Optional<BigDecimal> amount) throws RefusedRow {
    return of(amount, USD);
  }

  /** The same in the currency that the seller bills this account in; nothing is converted. */
  public static HourlyRate of(Optional<BigDecimal> amount, Currency currency) throws RefusedRow {
    BigDecimal known =
        amount.orElseThrow(() -> new RefusedRow(Reason.PRICE_MISSING, "there is no price"));
    if (known.signum() <= 0) {
      throw new RefusedRow(
          Reason.PRICE_NOT_POSITIVE,
          "the price is %s; a missing price is no price".formatted(known.toPlainString()));
    }
    if (known.compareTo(LEAST) < 0) {
      throw absurd(known, "less than " + LEAST.toPlainString());
    }
    return new HourlyRate(Money.rounded(known, currency, RoundingMode.HALF_EVEN));
  }

  /** A currency by its code, such as {@code CNY}. */
  public static Currency currency(String code) throws RefusedRow {
    try {
      return Currency.getInstance(code.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw RefusedRow.malformed(
          "'%s' is no currency; expected a code such as USD".formatted(code));
    }
  }

  /** A price in hundredths of a USD for an hour of the whole machine. */
  public static HourlyRate usdCents(Optional<BigDecimal> cents) throws RefusedRow {
    return usd(cents.map(amount -> amount.movePointLeft(CENTS)));
  }

  /**
   * @param accelerators how many the machine has; 0 for none
   */
  static void refuseAbsurd(HourlyRate rate, double accelerators) throws RefusedRow {
    BigDecimal most =
        MOST_A_MACHINE.max(MOST_AN_ACCELERATOR.multiply(BigDecimal.valueOf(accelerators)));
    BigDecimal amount = rate.perHour().amount();
    if (amount.compareTo(most) > 0) {
      throw absurd(amount, "more than %s for such a machine".formatted(most.toPlainString()));
    }
  }

  private static RefusedRow absurd(BigDecimal amount, String why) {
    return new RefusedRow(
        Reason.PRICE_ABSURD, "the price is %s an hour, %s".formatted(amount.toPlainString(), why));
  }
}
