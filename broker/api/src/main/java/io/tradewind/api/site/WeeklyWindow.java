package io.tradewind.api.site;

import io.tradewind.pricing.Money;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Hours of the week in which capacity is on sale, on the clocks of the site; while the sun shines
 * there, or its grid is clean, where it says so.
 *
 * @param days on which it begins; none means every day
 * @param to not later than {@code from} where it ends on the next day; equal for a whole day
 * @param base in place of the ask's own, while it lasts
 * @param leastSunDegrees it lasts only while the sun stands at least so high over the site, 0 for
 *     from sunrise to sunset; a site that does not say where it lies has no sun
 * @param mostGrams it lasts only while the grid has at most so many grams a kilowatt-hour, and
 *     somebody knows
 */
public record WeeklyWindow(
    Set<DayOfWeek> days,
    LocalTime from,
    LocalTime to,
    Optional<Money> base,
    OptionalDouble leastSunDegrees,
    OptionalDouble mostGrams) {
  public WeeklyWindow {
    days = days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : Set.copyOf(days);
    base.ifPresent(price -> Ask.requirePositive("The price of a window", price));
    if (leastSunDegrees.isPresent()
        && !(leastSunDegrees.getAsDouble() >= -18 && leastSunDegrees.getAsDouble() <= 90)) {
      throw new IllegalArgumentException(
          "A sun at %s degrees is none. Write 0 for sunrise to sunset, or 15 for when panels give something."
              .formatted(leastSunDegrees.getAsDouble()));
    }
    if (mostGrams.isPresent() && !(mostGrams.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "No grid has %s g/kWh or less. Leave it out to sell whatever the grid."
              .formatted(mostGrams.getAsDouble()));
    }
  }

  /** By the clock alone. */
  public WeeklyWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, Optional<Money> base) {
    this(days, from, to, base, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** It depends on neither sun nor grid. */
  boolean isByTheClock() {
    return leastSunDegrees.isEmpty() && mostGrams.isEmpty();
  }

  boolean holds(Circumstances now, ZoneId zone) {
    return holds(now.now().atZone(zone)) && isSunny(now) && isClean(now);
  }

  private boolean isSunny(Circumstances now) {
    return leastSunDegrees.isEmpty()
        || now.place()
            .filter(place -> Sun.degrees(place, now.now()) >= leastSunDegrees.getAsDouble())
            .isPresent();
  }

  private boolean isClean(Circumstances now) {
    return mostGrams.isEmpty()
        || (now.gramsPerKilowattHour().isPresent()
            && now.gramsPerKilowattHour().getAsDouble() <= mostGrams.getAsDouble());
  }

  private boolean holds(ZonedDateTime now) {
    LocalTime time = now.toLocalTime();
    if (from.isBefore(to)) {
      return days.contains(now.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
    }
    boolean begunToday = days.contains(now.getDayOfWeek()) && !time.isBefore(from);
    boolean begunYesterday = days.contains(now.getDayOfWeek().minus(1)) && time.isBefore(to);
    return begunToday || begunYesterday;
  }
}
