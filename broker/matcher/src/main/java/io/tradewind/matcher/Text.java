package io.tradewind.matcher;

import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Sentences that read the same on every machine, whatever its language. */
final class Text {
  private static final int FEWEST_DECIMALS = 2;
  private static final int MOST_DECIMALS = 4;

  private Text() {}

  static String of(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** {@code 98.32 USD}: for reading; the exact amount stands beside it in the answer. */
  static String money(Money money) {
    BigDecimal rounded =
        money.amount().setScale(MOST_DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    BigDecimal shown =
        rounded.scale() < FEWEST_DECIMALS
            ? rounded.setScale(FEWEST_DECIMALS, RoundingMode.UNNECESSARY)
            : rounded;
    return shown.toPlainString() + " " + money.currencyCode();
  }

  /** All decimals that say something, such as those of a rate. */
  static String exact(Money money) {
    BigDecimal amount = money.amount().stripTrailingZeros();
    return (amount.scale() < 0 ? amount.setScale(0, RoundingMode.UNNECESSARY) : amount)
            .toPlainString()
        + " "
        + money.currencyCode();
  }

  static String count(int count, String noun) {
    return of("%d %s%s", count, noun, count == 1 ? "" : "s");
  }

  /** {@code 31 %}, with one decimal below ten. */
  static String percent(double percent) {
    return Math.abs(percent) < 10 ? of("%.1f %%", percent) : of("%.0f %%", percent);
  }

  /** {@code +1.2 %} or {@code −60 %}. */
  static String change(double percent) {
    return (percent < 0 ? "−" : "+") + percent(Math.abs(percent));
  }

  /** {@code 75 s}, {@code 12 min} or {@code 3.5 h}. */
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 120) {
      return of("%d s", seconds);
    }
    return seconds < 7_200 ? of("%.0f min", seconds / 60.0) : of("%.1f h", seconds / 3_600.0);
  }

  static String grams(double grams) {
    return grams < 1000 ? of("%.1f g", grams) : of("%.2f kg", grams / 1000);
  }
}
