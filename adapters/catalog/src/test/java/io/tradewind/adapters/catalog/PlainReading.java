package io.tradewind.adapters.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * A second reading of the normalized file that shares nothing with the first: what must come out of
 * it, counted by machine and price.
 */
record PlainReading(Map<String, Long> prices) {
  static PlainReading of(Path file) throws IOException {
    Map<String, Long> prices = new HashMap<>();
    for (List<String> row : distinctRows(file)) {
      String price = row.get(10);
      String spot = row.get(11);
      if (!price.isEmpty()) {
        prices.merge(key(row, "on_demand", price), 1L, Long::sum);
      }
      boolean below =
          price.isEmpty()
              || spot.isEmpty()
              || new BigDecimal(spot).compareTo(new BigDecimal(price)) < 0;
      if (!spot.isEmpty() && below) {
        prices.merge(key(row, "spot", spot), 1L, Long::sum);
      }
    }
    return new PlainReading(prices);
  }

  static String key(
      String seller, String type, String region, String zone, String capacity, BigDecimal price) {
    return String.join(
        "|", seller, type, region, zone, capacity, price.stripTrailingZeros().toPlainString());
  }

  private static String key(List<String> row, String capacity, String price) {
    return key(row.get(0), row.get(1), row.get(2), row.get(3), capacity, new BigDecimal(price));
  }

  private static Set<List<String>> distinctRows(Path file) throws IOException {
    Set<List<String>> rows = new LinkedHashSet<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      lines.lines().skip(1).map(PlainReading::cells).forEach(rows::add);
    }
    return rows;
  }

  /** Only regions are quoted in this file, and no cell holds a quote. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    String[] quoted = line.split("\"", -1);
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < quoted.length; i++) {
      plain.append(i % 2 == 0 ? quoted[i].replace(',', '\t') : quoted[i]);
    }
    for (String cell : plain.toString().split("\t", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }
}
