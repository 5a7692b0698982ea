package io.tradewind.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exact amount of one currency, with nine decimals (a billionth of a dollar is the smallest
 * step). Nothing here rounds unless the caller names a {@link RoundingMode}, and two currencies
 * never meet in one operation.
 *
 * <p>The scale is always nine, so equal amounts are equal records: {@code usd("1.5")} equals {@code
 * usd("1.50")}.
 */
public record Money(BigDecimal amount, Currency currency) implements Comparable<Money> {

  /** Decimals kept for every amount. */
  public static final int SCALE = 9;

  private static final Currency USD = Currency.getInstance("USD");
  private static final int MOST_INTEGER_DIGITS = 18;
  private static final int MOST_TEXT = 64;
  private static final int WIDEST_EXPONENT = 1_000;
  private static final Pattern AMOUNT_AND_CODE =
      Pattern.compile("([+-]?\\d+(?:\\.\\d+)?)\\s*([A-Z]{3})");

  public Money {
    if (amount == null || currency == null) {
      throw new IllegalArgumentException(
          "Money of %s in %s lacks a part. For nothing, use Money.zero(currency)."
              .formatted(amount, currency));
    }
    amount = atScale(amount, RoundingMode.UNNECESSARY);
  }

  /** Exact: refuses an amount with more than nine decimals that are not zero. */
  public static Money of(BigDecimal amount, Currency currency) {
    return new Money(amount, currency);
  }

  /**
   * @param amount a plain decimal number such as {@code "3.10"}
   * @param currencyCode ISO 4217, such as {@code "USD"}
   */
  public static Money of(String amount, String currencyCode) {
    return new Money(number(amount), currencyOf(currencyCode));
  }

  public static Money usd(String amount) {
    return new Money(number(amount), USD);
  }

  /** An amount in billionths of the currency's unit. */
  public static Money nano(long nanos, Currency currency) {
    return new Money(BigDecimal.valueOf(nanos, SCALE), currency);
  }

  public static Money zero(Currency currency) {
    return new Money(BigDecimal.ZERO, currency);
  }

  public static Money rounded(BigDecimal amount, Currency currency, RoundingMode rounding) {
    return new Money(atScale(amount, rounding), currency);
  }

  /** Reads what {@link #toString} writes and what people write: {@code "30 USD"}, {@code 30USD}. */
  public static Money parse(String text) {
    Matcher parts = AMOUNT_AND_CODE.matcher(text.length() > MOST_TEXT ? "" : text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not an amount of money. Write the number, then the ISO currency code: '30 USD'."
              .formatted(shortened(text)));
    }
    return of(parts.group(1), parts.group(2));
  }

  public String currencyCode() {
    return currency.getCurrencyCode();
  }

  /** The amount in billionths, for columns and hot loops; refuses above about 9.2 billion units. */
  public long nanos() {
    try {
      return amount.unscaledValue().longValueExact();
    } catch (ArithmeticException e) {
      throw new ArithmeticException(
          "%s does not fit in 64-bit billionths. Keep it as Money, or use amount()."
              .formatted(this));
    }
  }

  public Money plus(Money other) {
    return new Money(amount.add(sameCurrency(other, "add").amount), currency);
  }

  public Money minus(Money other) {
    return new Money(amount.subtract(sameCurrency(other, "subtract").amount), currency);
  }

  public Money times(long factor) {
    return new Money(amount.multiply(BigDecimal.valueOf(factor)), currency);
  }

  public Money times(BigDecimal factor, RoundingMode rounding) {
    return rounded(amount.multiply(reasonable(factor)), currency, rounding);
  }

  public Money dividedBy(BigDecimal divisor, RoundingMode rounding) {
    if (divisor.signum() == 0) {
      throw new ArithmeticException(
          "%s cannot be divided by zero. Maybe an empty count or duration came in."
              .formatted(this));
    }
    return new Money(amount.divide(reasonable(divisor), SCALE, rounding), currency);
  }

  public Money negated() {
    return new Money(amount.negate(), currency);
  }

  public boolean isZero() {
    return amount.signum() == 0;
  }

  public boolean isPositive() {
    return amount.signum() > 0;
  }

  public boolean isNegative() {
    return amount.signum() < 0;
  }

  public Money min(Money other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public Money max(Money other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Refuses two currencies: which one is more depends on a rate and a day. */
  @Override
  public int compareTo(Money other) {
    return amount.compareTo(sameCurrency(other, "compare").amount);
  }

  /** Always nine decimals: {@code 98.320000000 USD}. */
  @Override
  public String toString() {
    return amount.toPlainString() + " " + currencyCode();
  }

  private Money sameCurrency(Money other, String operation) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "Cannot %s %s and %s: the currencies differ. Convert one first, at a named rate and date."
              .formatted(operation, this, other));
    }
    return other;
  }

  private static BigDecimal atScale(BigDecimal number, RoundingMode rounding) {
    if (number.signum() == 0) {
      return BigDecimal.ZERO.setScale(SCALE);
    }
    BigDecimal safe = reasonable(number);
    if (rounding == RoundingMode.UNNECESSARY && safe.scale() > SCALE) {
      safe = safe.stripTrailingZeros();
      if (safe.scale() > SCALE) {
        throw new IllegalArgumentException(
            "%s has %d decimals and money keeps %d. Say how to round, with Money.rounded."
                .formatted(safe.toPlainString(), safe.scale(), SCALE));
      }
    }
    BigDecimal scaled = safe.setScale(SCALE, rounding);
    if (scaled.precision() - SCALE > MOST_INTEGER_DIGITS) {
      throw new IllegalArgumentException(
          "The amount %s has more than %d digits before the point. Maybe the unit is wrong."
              .formatted(scaled.toEngineeringString(), MOST_INTEGER_DIGITS));
    }
    return scaled;
  }

  /** Numbers such as 1e999999999 are cheap to write in a feed and ruinous to expand. */
  private static BigDecimal reasonable(BigDecimal number) {
    if (Math.abs((long) number.scale()) > WIDEST_EXPONENT || number.precision() > WIDEST_EXPONENT) {
      throw new IllegalArgumentException(
          "A number with exponent %d and %d digits is no price or share. Maybe the feed is broken."
              .formatted(-(long) number.scale(), number.precision()));
    }
    return number;
  }

  private static BigDecimal number(String text) {
    try {
      if (text.length() <= MOST_TEXT) {
        return new BigDecimal(text.strip());
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(notANumber(text), e);
    }
    throw new IllegalArgumentException(notANumber(text));
  }

  private static String notANumber(String text) {
    return "'%s' is not a decimal number. Write it with a point and no grouping: '1234.50'."
        .formatted(shortened(text));
  }

  private static Currency currencyOf(String code) {
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is not an ISO 4217 currency code. Write three capitals: 'USD', 'EUR'."
              .formatted(shortened(code)),
          e);
    }
  }

  private static String shortened(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
  }
}
