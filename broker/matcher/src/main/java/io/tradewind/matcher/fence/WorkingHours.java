package io.tradewind.matcher.fence;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When work may be begun, by the clocks of a place.
 *
 * @param days on which the hours begin
 * @param to not included; before {@code from} it is of the day after
 */
public record WorkingHours(ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime to) {
  public WorkingHours {
    if (days.isEmpty() || from.equals(to)) {
      throw new IllegalArgumentException(
          "Hours on %s from %s to %s never come. Name a day, and two times."
              .formatted(days, from, to));
    }
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  public boolean contain(Instant moment) {
    ZonedDateTime there = moment.atZone(zone);
    LocalTime time = there.toLocalTime();
    DayOfWeek day = there.getDayOfWeek();
    boolean begun = !time.isBefore(from);
    boolean ended = !time.isBefore(to);
    return from.isBefore(to)
        ? days.contains(day) && begun && !ended
        : (days.contains(day) && begun) || (days.contains(day.minus(1)) && !ended);
  }

  /** For people: {@code mon, tue 08:00 to 18:00 Europe/Berlin}. */
  public String text() {
    String names =
        days.stream()
            .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return "%s %s to %s %s".formatted(names, from, to, zone);
  }
}
