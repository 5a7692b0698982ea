package io.tradewind.adapters.catalog;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A row of a table, by column name. Columns may come in any order; case makes no difference. */
final class Row {
  private final Header header;
  private final CsvRecord record;

  Row(Header header, CsvRecord record) {
    this.header = header;
    this.record = record;
  }

  long line() {
    return record.getStartingLineNumber();
  }

  boolean isComplete() {
    return record.getFieldCount() == header.size();
  }

  /**
   * Whether a list in the last column was written without quotes, and so spread over more cells.
   */
  boolean overflows(String lastColumn, Pattern items) {
    return record.getFieldCount() > header.size()
        && header.indexOf(lastColumn) == header.size() - 1
        && record.getFields().stream().skip(header.size() - 1).allMatch(items.asMatchPredicate());
  }

  int cells() {
    return record.getFieldCount();
  }

  /** The cell without surrounding blanks; empty when there is no such column. */
  String text(String column) {
    int index = header.indexOf(column);
    return index < 0 ? "" : record.getField(index).strip();
  }

  /** A quote that never closes swallows the lines that follow it. */
  boolean swallowsLines() {
    return record.getFields().stream().anyMatch(cell -> cell.indexOf('\n') >= 0);
  }

  /** The names of the columns. */
  static final class Header {
    private final List<String> names;
    private final Map<String, Integer> indexes = new HashMap<>();

    Header(List<String> names) {
      this.names = List.copyOf(names);
      for (int i = 0; i < names.size(); i++) {
        indexes.putIfAbsent(key(names.get(i)), i);
      }
    }

    int size() {
      return names.size();
    }

    boolean hasAll(String... columns) {
      return List.of(columns).stream().allMatch(column -> indexes.containsKey(key(column)));
    }

    List<String> names() {
      return names;
    }

    private int indexOf(String column) {
      return indexes.getOrDefault(key(column), -1);
    }

    private static String key(String name) {
      return name.strip().toLowerCase(Locale.ROOT);
    }
  }
}
