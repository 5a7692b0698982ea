package io.tradewind.server.bill;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A row of a bill by the names of its columns. Names are compared without case and punctuation, in
 * which the versions of one format differ: {@code lineItem/UsageType}, {@code
 * line_item_usage_type}.
 */
record BillRow(long line, Map<String, String> cells) {
  private static final int LONGEST_NUMBER = 64;
  private static final int WIDEST_EXPONENT = 40;
  private static final DateTimeFormatter AMERICAN = DateTimeFormatter.ofPattern("M/d/uuuu");

  /** A row that cannot be taken, for a reason that names the column. */
  static final class FaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;

    FaultException(String why) {
      super(why);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Of the first of these columns that says something. */
  Optional<String> text(String... names) {
    for (String name : names) {
      String cell = cells.getOrDefault(plain(name), "").strip();
      if (!cell.isEmpty()) {
        return Optional.of(cell.replace("\0", ""));
      }
    }
    return Optional.empty();
  }

  String needed(String... names) {
    return text(names).orElseThrow(() -> new FaultException("%s is missing.".formatted(names[0])));
  }

  BigDecimal amount(String... names) {
    return decimal(names[0], needed(names));
  }

  /**
   * @param name for the complaint
   */
  static BigDecimal decimal(String name, String text) {
    if (text.length() <= LONGEST_NUMBER
        && text.matches("[+-]?[0-9]*\\.?[0-9]+([eE][+-]?\\d{1,3})?")) {
      BigDecimal number = new BigDecimal(text);
      if (Math.abs(number.scale()) <= WIDEST_EXPONENT && number.precision() <= WIDEST_EXPONENT) {
        return number;
      }
    }
    throw new FaultException("%s is '%s', which is no amount.".formatted(name, shortened(text)));
  }

  String currency(String... names) {
    String code = needed(names);
    try {
      return Currency.getInstance(code).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw new FaultException(
          "%s is '%s', which is no currency.".formatted(names[0], shortened(code)));
    }
  }

  Instant instant(String... names) {
    String text = needed(names);
    String iso = text.replace(" UTC", "Z").replace(' ', 'T');
    try {
      return Instant.parse(
          iso.endsWith("Z") || iso.matches(".*[+-]\\d\\d:\\d\\d") ? iso : iso + "Z");
    } catch (DateTimeException e) {
      throw new FaultException(
          "%s is '%s', which is no time.".formatted(names[0], shortened(text)));
    }
  }

  /** A day of UTC, as its providers write it: {@code 10/31/2026}, {@code 2026-10-31}. */
  LocalDate day(String... names) {
    String text = needed(names);
    try {
      return text.contains("/")
          ? LocalDate.parse(text, AMERICAN)
          : LocalDate.parse(text.substring(0, Math.min(text.length(), 10)));
    } catch (DateTimeException e) {
      throw new FaultException("%s is '%s', which is no day.".formatted(names[0], shortened(text)));
    }
  }

  static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The same for rows that say the same in these columns. */
  byte[] digest(List<String> names) {
    StringBuilder said = new StringBuilder();
    names.forEach(name -> said.append(cells.getOrDefault(name, "")).append('\0'));
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(said.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_NUMBER ? text : text.substring(0, LONGEST_NUMBER) + "…";
  }
}
