package io.tradewind.api.site;

import io.tradewind.api.GeoPoint;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * Where the sun stands, by the equations of NOAA's Global Monitoring Laboratory ("General Solar
 * Position Calculations", after Spencer 1971): good to about half a degree, which is two minutes of
 * time. Refraction and clouds are left out.
 */
final class Sun {
  private static final double MINUTES_A_DEGREE = 4;
  private static final double DAYS_A_YEAR = 365;
  private static final double HOURS_A_DAY = 24;
  private static final double SECONDS_A_MINUTE = 60;

  private Sun() {}

  /** Above the horizon; negative at night. */
  static double degrees(GeoPoint at, Instant moment) {
    ZonedDateTime utc = moment.atZone(ZoneOffset.UTC);
    LocalTime time = utc.toLocalTime();
    double minutes = time.toSecondOfDay() / SECONDS_A_MINUTE;
    double year =
        2
            * Math.PI
            / (utc.toLocalDate().isLeapYear() ? DAYS_A_YEAR + 1 : DAYS_A_YEAR)
            * (utc.getDayOfYear() - 1 + (minutes / 60 - 12) / HOURS_A_DAY);
    double trueSolarMinutes =
        minutes + equationOfTimeMinutes(year) + MINUTES_A_DEGREE * at.longitude();
    double hourAngle = Math.toRadians(trueSolarMinutes / MINUTES_A_DEGREE - 180);
    double latitude = Math.toRadians(at.latitude());
    double declination = declination(year);
    double sine =
        Math.sin(latitude) * Math.sin(declination)
            + Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle);
    return Math.toDegrees(Math.asin(Math.max(-1, Math.min(1, sine))));
  }

  /** How far a sundial is ahead of a clock. */
  private static double equationOfTimeMinutes(double year) {
    return 229.18
        * (0.000075
            + 0.001868 * Math.cos(year)
            - 0.032077 * Math.sin(year)
            - 0.014615 * Math.cos(2 * year)
            - 0.040849 * Math.sin(2 * year));
  }

  /** How far north of the equator the sun stands, in radians. */
  private static double declination(double year) {
    return 0.006918
        - 0.399912 * Math.cos(year)
        + 0.070257 * Math.sin(year)
        - 0.006758 * Math.cos(2 * year)
        + 0.000907 * Math.sin(2 * year)
        - 0.002697 * Math.cos(3 * year)
        + 0.00148 * Math.sin(3 * year);
  }
}
