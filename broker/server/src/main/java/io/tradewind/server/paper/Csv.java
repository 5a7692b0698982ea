package io.tradewind.server.paper;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Lines as RFC 4180 has them. */
public final class Csv {
  private Csv() {}

  public static String row(String... cells) {
    return row(Arrays.asList(cells));
  }

  public static String row(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  /** What a spreadsheet would take for a formula is made text; amounts below nothing are none. */
  private static String cell(String text) {
    boolean formula = text.matches("(?s)[=+@\t\r-].*") && !text.matches("-[0-9.]+");
    String safe = formula ? "'" + text : text;
    return safe.matches("[^\",\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
