package io.tradewind.server.site;

import io.tradewind.api.GeoPoint;
import io.tradewind.api.agent.SelfTestReport.Measurement;
import io.tradewind.matcher.nearness.Fibre;
import io.tradewind.server.agent.Landmarks.Landmark;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a round trip to a landmark can be what was measured: no signal is faster than light in
 * fibre, so that a site which claims to be nearer than it says it lies is found out. A slower one
 * harms whoever claims it.
 */
final class LandmarkVerdict {
  /**
   * A region is a point on the map and many buildings around it; so is a site known by its city.
   */
  private static final double UNSURE_KILOMETRES = 150;

  private static final double LONGEST_MILLISECONDS = 5_000;

  private LandmarkVerdict() {}

  /**
   * Why it is not believed; empty when it is.
   *
   * @param site where it says that it lies; empty where it does not
   * @param landmark empty for one that this broker does not name
   */
  static Optional<String> fault(
      Measurement measured, Optional<GeoPoint> site, Optional<Landmark> landmark) {
    if (landmark.isEmpty()) {
      return Optional.of("%s is no landmark of this broker.".formatted(measured.attribute()));
    }
    if (site.isEmpty()) {
      return Optional.of("The site does not say where it lies, so that nobody can judge it.");
    }
    GeoPoint point = landmark.get().point();
    double kilometres = Math.max(0, point.kilometresTo(site.get()) - UNSURE_KILOMETRES);
    double least = Fibre.MILLISECONDS_PER_KILOMETRE * kilometres;
    if (!(measured.value() > 0) || measured.value() > LONGEST_MILLISECONDS) {
      return Optional.of("A round trip of %s ms is none.".formatted(measured.value()));
    }
    return measured.value() >= least
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%.1f ms to %s: light in fibre takes at least %.1f ms from where the site says"
                    + " that it lies.",
                measured.value(),
                landmark.get().region(),
                least));
  }
}
