package io.tradewind.server.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * For how long an amount is: a month of the calendar in UTC, or from its beginning for ever; or for
 * as long as what was prepaid lasts, whose amount is then what the books say.
 */
enum Period {
  MONTH,
  TOTAL,
  PREPAID;

  private static final LocalDate ALWAYS = LocalDate.EPOCH;
  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  /**
   * One run of a period.
   *
   * @param date which names it in the database
   * @param ends the first instant after it
   */
  record Term(LocalDate date, Instant begins, Instant ends) {}

  /**
   * @param since when the budget was made, before which a total counts nothing
   */
  Term at(Instant now, Instant since) {
    return switch (this) {
      case MONTH -> {
        LocalDate first = now.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
        yield new Term(first, midnight(first), midnight(first.plusMonths(1)));
      }
      case TOTAL, PREPAID -> new Term(ALWAYS, since, NEVER);
    };
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Period> named(String name) {
    return Arrays.stream(values()).filter(it -> it.wireName().equals(name)).findFirst();
  }
}
