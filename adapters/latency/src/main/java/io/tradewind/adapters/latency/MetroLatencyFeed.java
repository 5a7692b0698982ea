package io.tradewind.adapters.latency;

import io.tradewind.api.GeoPoint;
import io.tradewind.api.LatencyFeed;
import io.tradewind.api.LatencyReading;
import io.tradewind.api.LatencyReading.Landmark;
import io.tradewind.api.LatencyReading.Measured;
import io.tradewind.api.ProviderException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Forty metropolitan areas, so that round trips are estimated from measurements without any
 * setting. A row of the table holds the round trips to the rows above it, in whole milliseconds.
 */
public final class MetroLatencyFeed implements LatencyFeed {
  private static final String TABLE = "metros.csv";
  private static final String SOURCE = "between metropolitan areas, Skyplane project";
  private static final LocalDate MEASURED = LocalDate.of(2022, 4, 1);
  private static final String NOT_MEASURED = "-";

  @Override
  public String name() {
    return "latency-metros";
  }

  @Override
  public LatencyReading read() throws ProviderException {
    List<Landmark> landmarks = new ArrayList<>();
    List<Measured> measured = new ArrayList<>();
    for (String line : lines()) {
      String[] cells = line.split(",");
      Landmark metro =
          new Landmark(
              cells[0],
              Optional.empty(),
              new GeoPoint(Double.parseDouble(cells[2]), Double.parseDouble(cells[3])));
      landmarks.add(metro);
      measured.addAll(toThoseAbove(landmarks, cells[4].split(" ")));
    }
    return new LatencyReading(SOURCE, MEASURED, landmarks, measured);
  }

  /** The last of the row, to the area itself, says nothing of two places. */
  private static List<Measured> toThoseAbove(List<Landmark> landmarks, String[] milliseconds) {
    String metro = landmarks.get(landmarks.size() - 1).name();
    List<Measured> measured = new ArrayList<>();
    for (int above = 0; above < landmarks.size() - 1; above++) {
      if (!milliseconds[above].equals(NOT_MEASURED)) {
        measured.add(
            new Measured(
                metro, landmarks.get(above).name(), Double.parseDouble(milliseconds[above])));
      }
    }
    return measured;
  }

  private static List<String> lines() {
    try (InputStream stream = MetroLatencyFeed.class.getResourceAsStream(TABLE)) {
      if (stream == null) {
        throw new IllegalStateException(TABLE + " is missing beside this class.");
      }
      return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(TABLE + " cannot be read.", e);
    }
  }
}
