package io.tradewind.matcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of one run, as JSON and as Markdown. */
final class Report {
  private final long seed;
  private final List<Row> rows = new ArrayList<>();

  /** One figure; without a target it is for information. */
  private record Row(
      String id, String what, double value, String unit, Optional<Double> target, boolean met) {}

  Report(long seed) {
    this.seed = seed;
  }

  void tell(String id, String what, double value, String unit) {
    rows.add(new Row(id, what, value, unit, Optional.empty(), true));
  }

  void atMost(String id, String what, double value, String unit, double target) {
    rows.add(new Row(id, what, value, unit, Optional.of(target), value <= target));
  }

  void write(Path json) throws IOException {
    Files.createDirectories(json.toAbsolutePath().getParent());
    Files.writeString(json, json());
    Files.writeString(json.resolveSibling("report.md"), markdown());
  }

  String markdown() {
    StringBuilder text =
        new StringBuilder("| | what | value | target | met |\n|---|---|---|---|---|\n");
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s %s | %s | %s |%n",
              row.id(),
              row.what(),
              number(row.value()),
              row.unit(),
              row.target().map(target -> "≤ " + number(target)).orElse(""),
              row.target().isEmpty() ? "" : row.met() ? "yes" : "no"));
    }
    return text.append("\nSeed ").append(seed).append(".\n").toString();
  }

  private String json() {
    List<String> items = new ArrayList<>();
    for (Row row : rows) {
      items.add(
          String.format(
              Locale.ROOT,
              "  {\"id\": \"%s\", \"what\": \"%s\", \"value\": %s, \"unit\": \"%s\","
                  + " \"target\": %s, \"met\": %s, \"seed\": %d}",
              row.id(),
              row.what(),
              number(row.value()),
              row.unit(),
              row.target().map(Report::number).orElse("null"),
              row.met(),
              seed));
    }
    return "[\n" + String.join(",\n", items) + "\n]\n";
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
