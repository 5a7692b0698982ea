package io.tradewind.adapters.carbonlive;

import io.tradewind.rest.RefusedRow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as these sources write them: often without seconds, sometimes without an offset. */
public final class Timestamps {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** {@code 2023-09-02T16:00Z} and {@code 2023-09-02T16:00:00+00:00}. */
  public static Instant withOffset(String text) throws RefusedRow {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw RefusedRow.malformed("'%s' is no instant with an offset".formatted(text));
    }
  }

  /** {@code 2023-09-02T16:00:00} where the field's name says that it is UTC. */
  public static Instant utc(String text) throws RefusedRow {
    try {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw RefusedRow.malformed("'%s' is no time without an offset".formatted(text));
    }
  }

  /** {@code 2023-09-02T16:00Z}. */
  public static String minute(Instant instant) {
    return MINUTE.format(instant);
  }
}
