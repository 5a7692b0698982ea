package io.tradewind.server.agent;

import io.tradewind.api.GeoPoint;
import io.tradewind.api.LatencyReading;
import io.tradewind.api.LatencyReading.Measured;
import io.tradewind.api.Region;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the agents of sites measured to landmarks, a reading for each site. The smallest figure of
 * its machines is the site's: the others waited for something else besides.
 */
final class SiteRoundTrips {
  private SiteRoundTrips() {}

  /** The smallest of what the claims of one site tell of one landmark. */
  record Row(Region site, GeoPoint point, String attribute, double milliseconds, Instant at) {
    static Row of(Object[] row) {
      return new Row(
          Region.of((String) row[0], (String) row[1]),
          new GeoPoint(((Number) row[2]).doubleValue(), ((Number) row[3]).doubleValue()),
          (String) row[4],
          ((Number) row[5]).doubleValue(),
          Instant.ofEpochSecond(((Number) row[6]).longValue()));
    }
  }

  /**
   * @param landmarks by the name of what is measured; those that are not named any more are left
   *     out
   */
  static List<LatencyReading> of(
      List<Row> rows, Function<String, Optional<Landmarks.Landmark>> landmarks) {
    Map<Region, List<Row>> bySite = new LinkedHashMap<>();
    for (Row row : rows) {
      if (landmarks.apply(row.attribute()).isPresent()) {
        bySite.computeIfAbsent(row.site(), any -> new ArrayList<>()).add(row);
      }
    }
    return bySite.entrySet().stream()
        .map(site -> reading(site.getKey(), site.getValue(), landmarks))
        .toList();
  }

  private static LatencyReading reading(
      Region site, List<Row> rows, Function<String, Optional<Landmarks.Landmark>> landmarks) {
    List<LatencyReading.Landmark> ends = new ArrayList<>();
    List<Measured> measured = new ArrayList<>();
    String name = site.toString();
    ends.add(new LatencyReading.Landmark(name, Optional.of(site), rows.get(0).point()));
    LocalDate newest = LocalDate.MIN;
    for (Row row : rows) {
      Landmarks.Landmark landmark = landmarks.apply(row.attribute()).orElseThrow();
      ends.add(
          new LatencyReading.Landmark(
              landmark.name(), Optional.of(landmark.region()), landmark.point()));
      measured.add(new Measured(name, landmark.name(), row.milliseconds()));
      LocalDate day = LocalDate.ofInstant(row.at(), ZoneOffset.UTC);
      newest = day.isAfter(newest) ? day : newest;
    }
    return new LatencyReading("self-test of %s".formatted(site.provider()), newest, ends, measured);
  }
}
