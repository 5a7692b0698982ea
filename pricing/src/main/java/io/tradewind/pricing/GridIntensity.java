package io.tradewind.pricing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Carbon intensity of the electricity at one place.
 *
 * @param asOf the end of the time that the figure describes
 * @param estimated as flagged by the source, or a figure for another time or a neighbouring grid
 */
public record GridIntensity(
    double gramsPerKilowattHour,
    CarbonBasis basis,
    String source,
    Instant asOf,
    boolean estimated) {

  /** Above any grid: lignite stands near 1,100 g/kWh over its life cycle. */
  private static final double MOST = 2_000;

  public GridIntensity {
    if (!(gramsPerKilowattHour >= 0 && gramsPerKilowattHour <= MOST)) {
      throw new IllegalArgumentException(
          "A grid intensity of %s g/kWh is not between 0 and %s. From lb/MWh: × 0.45359237."
              .formatted(gramsPerKilowattHour, MOST));
    }
    Quantities.requireSource("The grid intensity", source);
  }

  /** A yearly figure, as of the end of that year (UTC). */
  public static GridIntensity ofYear(
      double gramsPerKilowattHour, CarbonBasis basis, String source, int year, boolean estimated) {
    Instant end = LocalDate.of(year + 1, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return new GridIntensity(gramsPerKilowattHour, basis, source, end, estimated);
  }
}
