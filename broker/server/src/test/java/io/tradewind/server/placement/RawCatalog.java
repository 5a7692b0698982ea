package io.tradewind.server.placement;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The rows of a normalized catalogue as they stand in the file, read without any of the broker's
 * own readers.
 */
final class RawCatalog {
  static final Path FILE = Path.of("../../../shared/data/catalog/normalized/offers.csv.gz");

  private final List<Row> rows = new ArrayList<>();
  private final Map<String, Optional<AcceleratorSet>> names = new HashMap<>();

  /**
   * One machine on sale on one promise.
   *
   * @param country from the bundled table of regions
   * @param accelerators with the row's count; empty for a machine without
   */
  record Row(
      String provider,
      String region,
      Optional<String> country,
      Optional<AcceleratorSet> accelerators,
      double vcpus,
      double memoryGib,
      boolean spot,
      BigDecimal price) {}

  /** A line's cells by the names of their columns. */
  private record Cells(List<String> columns, List<String> cells) {
    String cell(String column) {
      return cells.get(columns.indexOf(column));
    }
  }

  /** A line of the file. */
  private record Line(String machine, Row onDemand, Optional<BigDecimal> spotPrice) {}

  /**
   * Rows that must be on the market: priced, of a known accelerator, spot below on-demand, and of
   * each machine the first that the file tells.
   */
  static List<Row> sellable() throws IOException {
    RawCatalog catalog = new RawCatalog();
    catalog.read();
    return catalog.rows;
  }

  private void read() throws IOException {
    List<Line> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
      List<String> columns = cells(reader.readLine());
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line(columns, cells(text)).ifPresent(lines::add);
      }
    }
    Map<String, Row> onDemand = new LinkedHashMap<>();
    Map<String, Row> spot = new LinkedHashMap<>();
    for (Line line : lines) {
      if (line.onDemand().price().signum() > 0) {
        onDemand.putIfAbsent(line.machine(), line.onDemand());
      }
      line.spotPrice()
          .filter(price -> price.signum() > 0)
          .ifPresent(price -> spot.putIfAbsent(line.machine(), asSpot(line.onDemand(), price)));
    }
    rows.addAll(onDemand.values());
    spot.forEach(
        (machine, row) -> {
          Row full = onDemand.get(machine);
          if (full == null || row.price().compareTo(full.price()) < 0) {
            rows.add(row);
          }
        });
  }

  private Optional<Line> line(List<String> columns, List<String> cells) {
    Cells row = new Cells(columns, cells);
    String name = row.cell("accelerator");
    Optional<AcceleratorSet> known = names.computeIfAbsent(name, Accelerators.bundled()::resolve);
    if (!name.isEmpty() && known.isEmpty()) {
      return Optional.empty();
    }
    double count = number(row.cell("accelerator_count")).doubleValue();
    Optional<AcceleratorSet> accelerators =
        known
            .filter(set -> count > 0)
            .map(set -> new AcceleratorSet(set.model(), set.count() * count, set.slice()));
    Row onDemand =
        new Row(
            row.cell("provider"),
            row.cell("region"),
            Regions.bundled()
                .find(Region.of(row.cell("provider"), row.cell("region")))
                .map(Place::country),
            accelerators,
            number(row.cell("vcpus")).doubleValue(),
            number(row.cell("memory_gib")).doubleValue(),
            false,
            number(row.cell("price")));
    String machine =
        String.join(
            "|",
            row.cell("provider"),
            row.cell("region"),
            row.cell("zone"),
            row.cell("instance_type"),
            name,
            row.cell("accelerator_count"));
    return Optional.of(
        new Line(
            machine,
            onDemand,
            Optional.of(row.cell("spot_price")).filter(it -> !it.isEmpty()).map(BigDecimal::new)));
  }

  private static Row asSpot(Row row, BigDecimal price) {
    return new Row(
        row.provider(),
        row.region(),
        row.country(),
        row.accelerators(),
        row.vcpus(),
        row.memoryGib(),
        true,
        price);
  }

  private static BigDecimal number(String text) {
    return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : line.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
