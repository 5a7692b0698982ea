package io.tradewind.server.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** Times as statements of a session answer them. */
final class Times {
  private Times() {}

  static Instant instant(Object told) {
    return told instanceof OffsetDateTime offset ? offset.toInstant() : (Instant) told;
  }

  static LocalDate date(Object told) {
    return told instanceof java.sql.Date date ? date.toLocalDate() : (LocalDate) told;
  }
}
