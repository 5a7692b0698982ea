package io.tradewind.matcher.bench;

import io.tradewind.api.LatencyReading;
import io.tradewind.api.LatencyReading.Landmark;
import io.tradewind.api.LatencyReading.Measured;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The optional matrix of round trips that were measured between the regions of three clouds. */
public final class MeasuredMatrix {
  private MeasuredMatrix() {}

  /** Empty when the file is not there. */
  public static Optional<LatencyReading> read() throws IOException {
    return SharedTable.find("geo/skyplane/rtt-ms-2022-04.csv.gz").map(MeasuredMatrix::reading);
  }

  private static LatencyReading reading(SharedTable table) {
    Map<String, Landmark> landmarks = new LinkedHashMap<>();
    List<Measured> measured = new ArrayList<>();
    for (String[] row : table.rows()) {
      if (row[table.column("src_tier")].equals("PREMIUM")
          && row[table.column("dst_tier")].equals("PREMIUM")) {
        Landmark from = landmark(row[table.column("src_region")]);
        Landmark to = landmark(row[table.column("dst_region")]);
        landmarks.put(from.name(), from);
        landmarks.put(to.name(), to);
        double milliseconds = Double.parseDouble(row[table.column("min_rtt")]);
        measured.add(new Measured(from.name(), to.name(), milliseconds));
      }
    }
    return new LatencyReading(
        "measured between clouds",
        LocalDate.of(2022, 4, 1),
        List.copyOf(landmarks.values()),
        measured);
  }

  /** Google's are named by zone: the region is what stands before the last hyphen. */
  private static Landmark landmark(String text) {
    String[] parts = text.split(":");
    String name =
        parts[0].equals("gcp") ? parts[1].substring(0, parts[1].lastIndexOf('-')) : parts[1];
    Region region = Region.of(parts[0], name);
    Place place = Regions.bundled().find(region).orElseThrow();
    return new Landmark(region.toString(), Optional.of(region), place.point());
  }
}
