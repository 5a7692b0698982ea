package io.tradewind.matcher.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one benchmark found. */
final class Report {
  private static final MathContext DIGITS = new MathContext(4);

  private final String name;
  private final long seed;
  private final List<Row> rows = new ArrayList<>();

  private record Row(String id, String what, double value, String unit, Optional<Target> target) {
    boolean met() {
      return target.isEmpty() || target.get().isMetBy(value);
    }
  }

  private record Target(double bound, boolean isMost) {
    boolean isMetBy(double value) {
      return isMost ? value <= bound : value >= bound;
    }

    @Override
    public String toString() {
      return (isMost ? "≤ " : "≥ ") + number(bound);
    }
  }

  Report(String name, long seed) {
    this.name = name;
    this.seed = seed;
    say("seed " + seed);
  }

  /** A line for whoever watches. */
  void say(String line) {
    System.out.println(name + ": " + line);
  }

  /** A figure without a target. */
  void tell(String id, String what, double value, String unit) {
    add(new Row(id, what, value, unit, Optional.empty()));
  }

  void atMost(String id, String what, double value, String unit, double target) {
    add(new Row(id, what, value, unit, Optional.of(new Target(target, true))));
  }

  void atLeast(String id, String what, double value, String unit, double target) {
    add(new Row(id, what, value, unit, Optional.of(new Target(target, false))));
  }

  private void add(Row row) {
    rows.add(row);
    say("%s = %s %s (%s)".formatted(row.id(), number(row.value()), row.unit(), row.what()));
  }

  /** {@code json} and, beside it, {@code report.md}. */
  static void write(List<Report> reports, Path json) throws IOException {
    Files.createDirectories(json.toAbsolutePath().getParent());
    Files.writeString(json, json(reports));
    Files.writeString(json.resolveSibling("report.md"), markdown(reports));
  }

  static String markdown(List<Report> reports) {
    StringBuilder text =
        new StringBuilder("| | what | value | target | met | seed |\n|---|---|---|---|---|---|\n");
    for (Report report : reports) {
      report.rows.forEach(row -> text.append(report.line(row)));
    }
    return text.toString();
  }

  private String line(Row row) {
    return "| %s | %s | %s %s | %s | %s | %d |\n"
        .formatted(
            row.id(),
            row.what(),
            number(row.value()),
            row.unit(),
            row.target().map(Target::toString).orElse(""),
            row.target().isEmpty() ? "" : row.met() ? "yes" : "no",
            seed);
  }

  private static String json(List<Report> reports) {
    return reports.stream()
        .flatMap(report -> report.rows.stream().map(report::item))
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private String item(Row row) {
    return String.format(
        Locale.ROOT,
        "  {\"id\": \"%s\", \"what\": \"%s\", \"value\": %s, \"unit\": \"%s\","
            + " \"target\": %s, \"met\": %s, \"seed\": %d}",
        row.id(),
        row.what().replace("\"", "'"),
        number(row.value()),
        row.unit(),
        row.target().map(target -> number(target.bound())).orElse("null"),
        row.met(),
        seed);
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("A figure is " + value + ": nothing was measured.");
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : new BigDecimal(value).round(DIGITS).toPlainString();
  }
}
