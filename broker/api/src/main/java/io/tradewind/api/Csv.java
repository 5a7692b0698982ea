package io.tradewind.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads the small tables that are bundled with this module: a header, commas, RFC 4180 quotes, '#'
 * comment lines.
 */
final class Csv {
  private Csv() {}

  /**
   * All rows of a table in this package. A table that is missing or malformed is a broken build, so
   * it throws.
   */
  static List<Row> bundled(String name) {
    try (InputStream stream = Csv.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(
            "The bundled table %s is not on the class path.".formatted(name));
      }
      return rows(name, new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled table %s cannot be read.".formatted(name), e);
    }
  }

  private static List<Row> rows(String name, BufferedReader reader) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> header = List.of();
    String line;
    while ((line = reader.readLine()) != null) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> cells = split(line);
      if (header.isEmpty()) {
        header = cells;
      } else {
        rows.add(row(name, header, cells));
      }
    }
    return rows;
  }

  private static Row row(String name, List<String> header, List<String> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalStateException(
          "A row of %s has %d cells, its header %d: %s"
              .formatted(name, cells.size(), header.size(), cells));
    }
    Map<String, String> byColumn = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      byColumn.put(header.get(i), cells.get(i));
    }
    return new Row(name, byColumn);
  }

  private static List<String> split(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }

  /** A row by column name. */
  record Row(String table, Map<String, String> cells) {
    String text(String column) {
      String value = cells.get(column);
      if (value == null) {
        throw new IllegalStateException("The table %s has no column %s.".formatted(table, column));
      }
      return value;
    }

    Optional<String> optional(String column) {
      return Optional.of(text(column)).filter(value -> !value.isEmpty());
    }

    double number(String column) {
      return Double.parseDouble(text(column));
    }

    OptionalDouble optionalNumber(String column) {
      String value = text(column);
      return value.isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(Double.parseDouble(value));
    }
  }
}
