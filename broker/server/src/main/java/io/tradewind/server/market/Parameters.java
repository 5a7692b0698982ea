package io.tradewind.server.market;

import io.tradewind.server.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads query parameters. Whatever cannot be read is a 400 that names the parameter. An empty
 * parameter is no parameter.
 */
public final class Parameters {
  private Parameters() {}

  /** The parts of a comma-separated list, each put through {@code form}. */
  public static Set<String> list(@Nullable String text, Function<String, String> form) {
    if (text == null) {
      return Set.of();
    }
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .map(form)
        .collect(Collectors.toUnmodifiableSet());
  }

  public static Optional<String> text(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(value -> !value.isEmpty());
  }

  /**
   * One of several words.
   *
   * @param words all that are allowed, for the advice
   */
  public static <T> Optional<T> choice(
      String field, @Nullable String text, Function<String, Optional<T>> read, String words) {
    return text(text)
        .map(
            value ->
                read.apply(value)
                    .orElseThrow(
                        () ->
                            ProblemException.field(
                                field,
                                "%s is '%s', which is no choice."
                                    .formatted(field, shortened(value)),
                                "Write one of: " + words + ".")));
  }

  /** A number that is not negative. */
  public static OptionalDouble number(String field, @Nullable String text) {
    Optional<String> value = text(text);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      double number = Double.parseDouble(value.get());
      if (number >= 0 && number < 1e12) {
        return OptionalDouble.of(number);
      }
    } catch (NumberFormatException e) {
      throw noNumber(field, value.get());
    }
    throw noNumber(field, value.get());
  }

  /** How many items a page may hold. */
  public static int limit(@Nullable String text, int usual, int most) {
    Optional<String> value = text(text);
    if (value.isEmpty()) {
      return usual;
    }
    try {
      int limit = Integer.parseInt(value.get());
      if (limit >= 1 && limit <= most) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw badLimit(value.get(), most);
    }
    throw badLimit(value.get(), most);
  }

  /** A point in time such as {@code 2026-07-20T00:00:00Z}. */
  public static Optional<Instant> instant(String field, @Nullable String text) {
    return text(text)
        .map(
            value -> {
              try {
                return Instant.parse(value);
              } catch (DateTimeException e) {
                throw ProblemException.field(
                    field,
                    "%s is '%s', which is no point in time.".formatted(field, shortened(value)),
                    "Write it in UTC, such as 2026-07-20T00:00:00Z.");
              }
            });
  }

  private static ProblemException noNumber(String field, String value) {
    return ProblemException.field(
        field,
        "%s is '%s', which is not a number of 0 or more.".formatted(field, shortened(value)),
        "Write a plain number such as 8 or 0.5.");
  }

  private static ProblemException badLimit(String value, int most) {
    return ProblemException.field(
        "limit",
        "limit is '%s', which is not a whole number from 1 to %d."
            .formatted(shortened(value), most),
        "Ask for at most %d, and follow nextCursor for more.".formatted(most));
  }

  private static String shortened(String value) {
    return value.length() <= 60 ? value : value.substring(0, 60) + "…";
  }
}
