package io.tradewind.matcher.grammar;

import io.tradewind.matcher.workload.Range;
import io.tradewind.pricing.DataSize;
import io.tradewind.pricing.GramsCo2e;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers with units, as people write them. Empty for what cannot be read; never throws. */
final class Amounts {
  private static final String NUMBER = "(\\d{1,15}(?:\\.\\d{1,12})?)";
  private static final Pattern PLAIN = Pattern.compile("[+-]?\\d{1,15}(?:\\.\\d{1,12})?");
  private static final Pattern WITH_UNIT = Pattern.compile(NUMBER + "\\s*([A-Za-z]*)");
  private static final Pattern DURATION_PART = Pattern.compile(NUMBER + "\\s*([a-z]+)\\s*");
  private static final int LONGEST = 80;

  /** In GiB; a GB of memory is read as the GiB that sellers mean by it. */
  private static final Map<String, Double> GIBIBYTES =
      Map.ofEntries(
          Map.entry("", 1.0),
          Map.entry("m", 1 / 1024.0),
          Map.entry("mb", 1 / 1024.0),
          Map.entry("mib", 1 / 1024.0),
          Map.entry("g", 1.0),
          Map.entry("gb", 1.0),
          Map.entry("gib", 1.0),
          Map.entry("t", 1024.0),
          Map.entry("tb", 1024.0),
          Map.entry("tib", 1024.0));

  /** In bytes, decimal as sellers bill it. */
  private static final Map<String, BigDecimal> BYTES =
      Map.of(
          "", BigDecimal.valueOf(1_000_000_000L),
          "mb", BigDecimal.valueOf(1_000_000L),
          "gb", BigDecimal.valueOf(1_000_000_000L),
          "tb", BigDecimal.valueOf(1_000_000_000_000L),
          "pb", BigDecimal.valueOf(1_000_000_000_000_000L),
          "mib", BigDecimal.valueOf(1L << 20),
          "gib", BigDecimal.valueOf(1L << 30),
          "tib", BigDecimal.valueOf(1L << 40));

  private static final Map<String, Double> COUNTS =
      Map.of("", 1.0, "k", 1e3, "m", 1e6, "b", 1e9, "t", 1e12);

  /** A context of 32k is 32,768 tokens. */
  private static final Map<String, Double> TOKENS = Map.of("", 1.0, "k", 1024.0, "m", 1048576.0);

  private static final Map<String, Double> SECONDS =
      Map.of(
          "s", 1.0, "sec", 1.0, "m", 60.0, "min", 60.0, "h", 3600.0, "d", 86_400.0, "w", 604_800.0);

  private static final Map<String, Double> GRAMS =
      Map.of("g", 1.0, "kg", 1_000.0, "t", 1_000_000.0);

  private Amounts() {}

  /** A word as it is compared: lower case, '-' as '_'. */
  static String word(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** A finite number, or a text that is nothing else. */
  static OptionalDouble number(@Nullable Object value) {
    if (value instanceof Number number) {
      double plain = number.doubleValue();
      return Double.isFinite(plain) ? OptionalDouble.of(plain) : OptionalDouble.empty();
    }
    return value instanceof String text && PLAIN.matcher(text.strip()).matches()
        ? OptionalDouble.of(Double.parseDouble(text.strip()))
        : OptionalDouble.empty();
  }

  /** A range of plain numbers; its ends may be the wrong way round. */
  static Optional<Ends> range(@Nullable Object value) {
    return range(value, Map.of("", 1.0));
  }

  /** A range in GiB. */
  static Optional<Ends> memory(@Nullable Object value) {
    return range(value, GIBIBYTES);
  }

  /** The ends of a range as they were written. */
  record Ends(double atLeast, double atMost) {
    boolean isEmpty() {
      return atLeast > atMost;
    }

    Range range(double unit) {
      return new Range(atLeast * unit, atMost * unit);
    }
  }

  static Optional<DataSize> size(@Nullable Object value) {
    Matcher parts = WITH_UNIT.matcher(text(value));
    BigDecimal unit = parts.matches() ? BYTES.get(word(parts.group(2))) : null;
    if (unit == null) {
      return Optional.empty();
    }
    BigDecimal bytes = new BigDecimal(parts.group(1)).multiply(unit);
    return bytes.toBigInteger().bitLength() <= 62
        ? Optional.of(new DataSize(bytes.longValue()))
        : Optional.empty();
  }

  static Optional<Duration> duration(@Nullable Object value) {
    String text = text(value);
    if (text.startsWith("P")) {
      try {
        return Optional.of(Duration.parse(text));
      } catch (DateTimeException | ArithmeticException e) {
        return Optional.empty();
      }
    }
    Matcher part = DURATION_PART.matcher(text);
    double seconds = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      Double unit = SECONDS.get(part.group(2));
      if (unit == null) {
        return Optional.empty();
      }
      seconds += Double.parseDouble(part.group(1)) * unit;
      end = part.end();
    }
    boolean whole = end > 0 && end == text.length() && seconds < 1e12;
    return whole ? Optional.of(Duration.ofSeconds(Math.round(seconds))) : Optional.empty();
  }

  /** With an offset: without one, nobody knows which moment is meant. */
  static Optional<Instant> instant(@Nullable Object value) {
    try {
      return Optional.of(OffsetDateTime.parse(text(value).replace(' ', 'T')).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static Optional<Money> money(@Nullable Object value) {
    try {
      return Optional.of(Money.parse(text(value)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static Optional<GramsCo2e> carbon(@Nullable Object value) {
    Matcher parts = WITH_UNIT.matcher(text(value));
    Double unit = parts.matches() ? GRAMS.get(word(parts.group(2))) : null;
    return unit == null
        ? Optional.empty()
        : Optional.of(new GramsCo2e(Double.parseDouble(parts.group(1)) * unit));
  }

  /** {@code 70B}, {@code 1.5T} or a plain number. */
  static OptionalDouble count(@Nullable Object value) {
    return value instanceof Number ? number(value) : end(text(value), COUNTS, Double.NaN);
  }

  /** The length of a context: {@code 8192} or {@code 32k}. */
  static OptionalDouble tokens(@Nullable Object value) {
    return value instanceof Number ? number(value) : end(text(value), TOKENS, Double.NaN);
  }

  private static Optional<Ends> range(@Nullable Object value, Map<String, Double> units) {
    String text = value instanceof Number number ? plain(number) : text(value);
    int dots = text.indexOf("..");
    if (dots >= 0) {
      OptionalDouble low = end(text.substring(0, dots), units, 0);
      OptionalDouble high = end(text.substring(dots + 2), units, Double.POSITIVE_INFINITY);
      return text.length() > 2 && low.isPresent() && high.isPresent()
          ? Optional.of(new Ends(low.getAsDouble(), high.getAsDouble()))
          : Optional.empty();
    }
    boolean open = text.endsWith("+");
    OptionalDouble amount =
        end(open ? text.substring(0, text.length() - 1) : text, units, Double.NaN);
    if (amount.isEmpty() || Double.isNaN(amount.getAsDouble())) {
      return Optional.empty();
    }
    double least = amount.getAsDouble();
    return Optional.of(new Ends(least, open ? Double.POSITIVE_INFINITY : least));
  }

  private static OptionalDouble end(String text, Map<String, Double> units, double whenBlank) {
    if (text.isBlank()) {
      return OptionalDouble.of(whenBlank);
    }
    Matcher parts = WITH_UNIT.matcher(text.strip());
    Double unit = parts.matches() ? units.get(word(parts.group(2))) : null;
    return unit == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(parts.group(1)) * unit);
  }

  private static String plain(Number number) {
    double value = number.doubleValue();
    return Double.isFinite(value) && Math.abs(value) < 1e15
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : "not finite";
  }

  private static String text(@Nullable Object value) {
    String text = value == null ? "" : value.toString().strip();
    return text.length() <= LONGEST ? text : "too long";
  }
}
