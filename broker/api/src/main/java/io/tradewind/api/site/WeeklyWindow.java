package io.tradewind.api.site;

import io.tradewind.pricing.Money;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Hours of the week in which capacity is on sale, on the clocks of the site.
 *
 * @param days on which it begins; none means every day
 * @param to not later than {@code from} where it ends on the next day; equal for a whole day
 * @param base in place of the ask's own, while it lasts
 */
public record WeeklyWindow(
    Set<DayOfWeek> days, LocalTime from, LocalTime to, Optional<Money> base) {
  public WeeklyWindow {
    days = days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : Set.copyOf(days);
    base.ifPresent(price -> Ask.requirePositive("The price of a window", price));
  }

  boolean holds(ZonedDateTime now) {
    LocalTime time = now.toLocalTime();
    if (from.isBefore(to)) {
      return days.contains(now.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
    }
    boolean begunToday = days.contains(now.getDayOfWeek()) && !time.isBefore(from);
    boolean begunYesterday = days.contains(now.getDayOfWeek().minus(1)) && time.isBefore(to);
    return begunToday || begunYesterday;
  }
}
