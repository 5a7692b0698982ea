package io.tradewind.rest;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Machine shapes of a seller whose price list does not tell them, bundled with its adapter: {@code
 * type,vcpus,memory_gib,accelerator,count,interconnect} and columns of the adapter's own. '#'
 * begins a comment line; there are no quotes. A table that is malformed is a broken build, so it
 * throws.
 */
public final class ShapeTable {
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final String name;

  private ShapeTable(String name) {
    this.name = name;
  }

  public static ShapeTable beside(Class<?> adapter, String name) {
    ShapeTable table = new ShapeTable(name);
    try (InputStream stream = adapter.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("The table %s is not on the class path.".formatted(name));
      }
      table.read(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException("The table %s cannot be read.".formatted(name), e);
    }
  }

  public Optional<InstanceType> find(String type) {
    return Optional.ofNullable(rows.get(type)).map(Row::type);
  }

  public Collection<Row> rows() {
    return List.copyOf(rows.values());
  }

  private void read(BufferedReader reader) throws IOException {
    List<String> header = List.of();
    String line;
    while ((line = reader.readLine()) != null) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> cells = List.of(line.split(",", -1));
      if (header.isEmpty()) {
        header = cells;
      } else {
        add(row(header, cells));
      }
    }
  }

  private void add(Row row) {
    if (rows.put(row.type().name(), row) != null) {
      throw new IllegalStateException("%s lists %s twice.".formatted(name, row.type().name()));
    }
  }

  private Row row(List<String> header, List<String> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalStateException(
          "A row of %s has %d cells, its header %d: %s"
              .formatted(name, cells.size(), header.size(), cells));
    }
    Map<String, String> byColumn = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      byColumn.put(header.get(i), cells.get(i).strip());
    }
    return new Row(type(byColumn), byColumn);
  }

  private InstanceType type(Map<String, String> cells) {
    AcceleratorSet devices = devices(cells);
    return new InstanceType(
        cells.getOrDefault("type", ""),
        Optional.of(devices),
        Double.parseDouble(cells.getOrDefault("vcpus", "")),
        Memory.ofGibibytes(Double.parseDouble(cells.getOrDefault("memory_gib", ""))),
        AcceleratorNames.host(devices),
        Interconnect.valueOf(cells.getOrDefault("interconnect", "").toUpperCase(Locale.ROOT)));
  }

  private AcceleratorSet devices(Map<String, String> cells) {
    try {
      double count = Double.parseDouble(cells.getOrDefault("count", ""));
      return AcceleratorNames.devices(count, cells.getOrDefault("accelerator", ""));
    } catch (RefusedRow e) {
      throw new IllegalStateException("A row of %s: %s".formatted(name, e.detail()), e);
    }
  }

  /** A shape and what else its row says. */
  public record Row(InstanceType type, Map<String, String> cells) {
    public String text(String column) {
      return cells.getOrDefault(column, "");
    }
  }
}
