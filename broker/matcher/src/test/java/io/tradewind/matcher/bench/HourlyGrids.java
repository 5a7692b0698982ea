package io.tradewind.matcher.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The optional hourly traces of a year, or some from a seed.
 *
 * @param values gCO2e/kWh by zone, then by hour
 */
record HourlyGrids(List<String> zones, double[][] values) {
  private static final int GENERATED = 30;
  private static final int YEAR = 365 * 24;

  static Optional<HourlyGrids> read() throws IOException {
    return SharedTable.find("carbon/hourly/carbon-intensity-2022-hourly-123zones.csv.gz")
        .map(HourlyGrids::of);
  }

  private static HourlyGrids of(SharedTable table) {
    List<String> zones = table.header().subList(1, table.header().size());
    double[][] values = new double[zones.size()][table.rows().size()];
    for (int zone = 0; zone < zones.size(); zone++) {
      for (int hour = 0; hour < values[zone].length; hour++) {
        values[zone][hour] = Double.parseDouble(table.rows().get(hour)[zone + 1]);
      }
    }
    return new HourlyGrids(zones, values);
  }

  /** A day's swing and wind that comes and goes over days. */
  static double[][] generated(long seed) {
    Random random = new Random(seed);
    double[][] grids = new double[GENERATED][YEAR];
    for (double[] grid : grids) {
      double mean = 100 + random.nextInt(500);
      double swing = 0.3 * random.nextDouble();
      double wind = 0;
      for (int hour = 0; hour < YEAR; hour++) {
        wind = 0.97 * wind + 0.06 * random.nextGaussian();
        double day = swing * Math.cos((hour % 24 - 3) * Math.PI / 12);
        grid[hour] = mean * Math.max(0.1, 1 - day + wind);
      }
    }
    return grids;
  }
}
