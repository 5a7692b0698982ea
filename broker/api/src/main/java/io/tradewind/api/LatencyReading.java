package io.tradewind.api;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Round trips that somebody measured between places.
 *
 * @param source who measured, in a few words
 * @param asOf when
 * @param measured in any order; a pair may be there in both directions
 */
public record LatencyReading(
    String source, LocalDate asOf, List<Landmark> landmarks, List<Measured> measured) {

  /**
   * A place that was measured from and to.
   *
   * @param name unique in its reading
   * @param region when the place is one provider's region, and not just a city
   */
  public record Landmark(String name, Optional<Region> region, GeoPoint point) {}

  /** One direction of one pair of landmarks, by name. */
  public record Measured(String from, String to, double milliseconds) {
    public Measured {
      if (!(milliseconds > 0 && milliseconds < 10_000)) {
        throw new IllegalArgumentException(
            "A round trip of %s ms from %s to %s is not between 0 and 10 s."
                .formatted(milliseconds, from, to));
      }
    }
  }

  public LatencyReading {
    landmarks = List.copyOf(landmarks);
    measured = List.copyOf(measured);
    Set<String> names = new HashSet<>();
    for (Landmark landmark : landmarks) {
      if (!names.add(landmark.name())) {
        throw new IllegalArgumentException(
            "%s has the landmark %s twice.".formatted(source, landmark.name()));
      }
    }
    for (Measured one : measured) {
      if (!names.contains(one.from()) || !names.contains(one.to())) {
        throw new IllegalArgumentException(
            "%s measured from %s to %s, and does not say where both are."
                .formatted(source, one.from(), one.to()));
      }
    }
  }
}
