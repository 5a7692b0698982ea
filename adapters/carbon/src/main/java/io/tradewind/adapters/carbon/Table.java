package io.tradewind.adapters.carbon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a bundled table: a header, commas, quotes around cells with commas, '#' comment lines. */
final class Table {
  private Table() {}

  static List<Row> bundled(String name) throws IOException {
    try (InputStream stream = Table.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException("The bundled table %s is not on the class path.".formatted(name));
      }
      return rows(name, new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
    }
  }

  static List<Row> rows(String name, BufferedReader lines) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> header = List.of();
    int line = 0;
    for (String text = lines.readLine(); text != null; text = lines.readLine()) {
      line++;
      if (text.isBlank() || text.startsWith("#")) {
        continue;
      }
      List<String> cells = cells(text);
      if (header.isEmpty()) {
        header = cells;
      } else {
        rows.add(row(name + " line " + line, header, cells));
      }
    }
    return rows;
  }

  private static Row row(String where, List<String> header, List<String> cells) throws IOException {
    if (cells.size() != header.size()) {
      throw new IOException(
          "%s has %d cells, its header %d.".formatted(where, cells.size(), header.size()));
    }
    Map<String, String> byColumn = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      byColumn.put(header.get(i), cells.get(i));
    }
    return new Row(where, byColumn);
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : line.toCharArray()) {
      if (c == '"') {
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

  /** A row by column name, and where it stands. */
  record Row(String where, Map<String, String> cells) {
    String text(String column) throws IOException {
      String value = cells.get(column);
      if (value == null) {
        throw new IOException("%s has no column %s.".formatted(where, column));
      }
      return value;
    }

    double number(String column) throws IOException {
      try {
        return Double.parseDouble(text(column));
      } catch (NumberFormatException e) {
        throw new IOException(
            "%s: %s is '%s', not a number.".formatted(where, column, text(column)), e);
      }
    }

    /** Complains when the map held something under this row's name already. */
    void once(@Nullable Object previous) throws IOException {
      if (previous != null) {
        throw new IOException("%s repeats an earlier row: %s".formatted(where, previous));
      }
    }
  }
}
