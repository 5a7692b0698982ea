package io.tradewind.server.page;

import io.tradewind.server.problem.ProblemException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Months of UTC, by which money and carbon are summed. */
public final class Months {
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 9998;

  private Months() {}

  /**
   * The one that is meant; this one where none is named.
   *
   * @throws ProblemException 400 naming {@code month}
   */
  public static YearMonth of(@Nullable String month, Clock clock) {
    return month == null ? YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC)) : read(month);
  }

  /**
   * @throws ProblemException 400 naming {@code month}
   */
  public static YearMonth read(String month) {
    try {
      YearMonth read = YearMonth.parse(month);
      if (read.getYear() >= FIRST_YEAR && read.getYear() <= LAST_YEAR) {
        return read;
      }
    } catch (DateTimeException e) {
      throw bad();
    }
    throw bad();
  }

  public static OffsetDateTime start(YearMonth month) {
    return month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
  }

  private static ProblemException bad() {
    return ProblemException.field("month", "This is no month.", "Write it as 2026-11.");
  }
}
