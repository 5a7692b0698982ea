package io.tradewind.server.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a benchmark found, as rows of id, what, value, unit, target, met and seed. */
public final class Figures {
  private static final MathContext DIGITS = new MathContext(4);

  private final long seed;
  private final List<String> rows = new ArrayList<>();

  public Figures(long seed) {
    this.seed = seed;
    say("seed " + seed);
  }

  public void say(String line) {
    System.out.println(line);
  }

  public void tell(String id, String what, double value, String unit) {
    add(id, what, value, unit, "null", true);
  }

  public void atMost(String id, String what, double value, String unit, double target) {
    add(id, what, value, unit, number(target), value <= target);
  }

  public void atLeast(String id, String what, double value, String unit, double target) {
    add(id, what, value, unit, number(target), value >= target);
  }

  public void write(Path json) throws IOException {
    Files.createDirectories(json.toAbsolutePath().getParent());
    Files.writeString(json, "[\n" + String.join(",\n", rows) + "\n]\n");
  }

  private void add(String id, String what, double value, String unit, String target, boolean met) {
    rows.add(
        "  {\"id\": \"%s\", \"what\": \"%s\", \"value\": %s, \"unit\": \"%s\", \"target\": %s, \"met\": %s, \"seed\": %d}"
            .formatted(id, what, number(value), unit, target, met, seed));
    say(
        "%s = %s %s (%s)%s"
            .formatted(id, number(value), unit, what, met ? "" : " short of " + target));
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("A figure is " + value + ": nothing was measured.");
    }
    return new BigDecimal(value).round(DIGITS).toPlainString();
  }
}
