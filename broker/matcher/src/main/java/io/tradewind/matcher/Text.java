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

  /**
   * As {@link String#format} of the root locale has it. That looks its symbols up for every number
   * and parses what it is told every time, which was a seventh of all that a preview allocates:
   * words and whole numbers, which are nearly all, are put in their places here.
   */
  static String of(String format, Object... arguments) {
    StringBuilder text = new StringBuilder(format.length() + 16 * arguments.length);
    int next = 0;
    int from = 0;
    for (int at = format.indexOf('%'); at >= 0; at = format.indexOf('%', from)) {
      char conversion = format.charAt(at + 1);
      text.append(format, from, at);
      if (conversion == '%') {
        text.append('%');
      } else if (conversion == 's' || (conversion == 'd' && isWhole(arguments[next]))) {
        text.append(arguments[next++]);
      } else {
        return String.format(Locale.ROOT, format, arguments);
      }
      from = at + 2;
    }
    return text.append(format, from, format.length()).toString();
  }

  private static boolean isWhole(Object argument) {
    return argument instanceof Integer || argument instanceof Long;
  }

  /**
   * With so many decimals, half up, as {@code %.1f} has it: from the shortest digits that mean this
   * number.
   */
  static String decimal(double number, int decimals) {
    return Double.isFinite(number)
        ? BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_UP).toPlainString()
        : Double.toString(number);
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
    return decimal(percent, Math.abs(percent) < 10 ? 1 : 0) + " %";
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
    return seconds < 7_200
        ? decimal(seconds / 60.0, 0) + " min"
        : decimal(seconds / 3_600.0, 1) + " h";
  }

  static String grams(double grams) {
    return grams < 1000 ? decimal(grams, 1) + " g" : decimal(grams / 1000, 2) + " kg";
  }
}
