package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rows under headings, as wide as their content. Figures end at the right. */
final class Table {
  private final List<Column> columns = new ArrayList<>();

  private record Column(String title, boolean isFigure, Function<JsonNode, String> cell) {}

  Table text(String title, Function<JsonNode, String> cell) {
    columns.add(new Column(title, false, cell));
    return this;
  }

  Table figure(String title, Function<JsonNode, String> cell) {
    columns.add(new Column(title, true, cell));
    return this;
  }

  /** The headings, then a line a row. */
  List<String> lines(List<JsonNode> rows) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns.stream().map(Column::title).toList());
    for (JsonNode row : rows) {
      cells.add(columns.stream().map(it -> Text.plain(it.cell().apply(row))).toList());
    }
    int[] widths = new int[columns.size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return cells.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      String blanks = " ".repeat(widths[i] - row.get(i).length());
      padded.add(columns.get(i).isFigure() ? blanks + row.get(i) : row.get(i) + blanks);
    }
    return padded.stream().collect(Collectors.joining("  ")).stripTrailing();
  }
}
