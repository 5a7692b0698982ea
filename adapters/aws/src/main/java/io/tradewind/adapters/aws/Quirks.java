package io.tradewind.adapters.aws;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.rest.AcceleratorNames;
import io.tradewind.rest.RefusedRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The bundled table of instance types whose accelerators AWS tells wrongly: quirks.csv. */
final class Quirks {
  private static final Quirks BUNDLED = new Quirks();

  private final List<Row> rows;

  private Quirks() {
    try (InputStream table = Quirks.class.getResourceAsStream("quirks.csv")) {
      if (table == null) {
        throw new IllegalStateException("The table quirks.csv is not on the class path.");
      }
      rows =
          new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))
              .lines()
              .filter(line -> !line.startsWith("#") && !line.startsWith("type,"))
              .map(Row::of)
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The table quirks.csv cannot be read.", e);
    }
  }

  static Quirks bundled() {
    return BUNDLED;
  }

  /**
   * What a type really has; empty when AWS is to be believed.
   *
   * @param toldCount how many devices AWS tells
   */
  Optional<AcceleratorSet> find(String instanceType, OptionalDouble toldCount) throws RefusedRow {
    for (Row row : rows) {
      if (row.fits(instanceType)) {
        double count = row.count().orElse(toldCount.orElse(0));
        return Optional.of(AcceleratorNames.devices(count, row.accelerator()));
      }
    }
    return Optional.empty();
  }

  private record Row(String type, String accelerator, OptionalDouble count) {
    static Row of(String line) {
      String[] cells = line.split(",", 4);
      if (cells.length < 4) {
        throw new IllegalStateException("A row of quirks.csv has no reason: " + line);
      }
      OptionalDouble count =
          cells[2].isEmpty()
              ? OptionalDouble.empty()
              : OptionalDouble.of(Double.parseDouble(cells[2]));
      return new Row(cells[0], cells[1], count);
    }

    boolean fits(String instanceType) {
      return type.endsWith(".*")
          ? instanceType.startsWith(type.substring(0, type.length() - 1))
          : instanceType.equals(type);
    }
  }
}
