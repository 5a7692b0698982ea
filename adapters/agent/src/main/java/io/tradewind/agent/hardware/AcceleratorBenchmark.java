package io.tradewind.agent.hardware;

import io.tradewind.api.agent.SelfTestReport.Measurement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What accelerators can do, where the machine has a Python with PyTorch that sees them; without one
 * nothing is measured. Tells the slowest of the devices.
 */
public final class AcceleratorBenchmark {
  private AcceleratorBenchmark() {}

  public static List<Measurement> run() throws IOException, InterruptedException {
    try (InputStream script = AcceleratorBenchmark.class.getResourceAsStream("accelerators.py")) {
      if (script == null) {
        throw new IOException("accelerators.py is missing from the agent's program.");
      }
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      return read(HardwarePrograms.of(120).ask(List.of("python3", "-c", text)).orElse(""));
    }
  }

  /** Lines of attribute, value, unit and method. */
  static List<Measurement> read(String answer) {
    List<Measurement> measured = new ArrayList<>();
    for (String line : answer.lines().toList()) {
      String[] fields = line.split("\t", -1);
      if (fields.length == 4 && fields[1].matches("\\d{1,12}(\\.\\d{1,6})?")) {
        measured.add(
            new Measurement(fields[0], Double.parseDouble(fields[1]), fields[2], fields[3]));
      }
    }
    return measured;
  }
}
