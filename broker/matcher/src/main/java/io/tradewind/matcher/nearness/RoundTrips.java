package io.tradewind.matcher.nearness;

import io.tradewind.api.LatencyReading;
import io.tradewind.api.LatencyReading.Landmark;
import io.tradewind.api.Region;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of round trips. Symmetric: there and back is back and there. The same question
 * always has the same answer; what was worked out for an end is kept, since few come again and
 * again.
 */
public final class RoundTrips {
  /** Fewer landmarks say less than the distance does. */
  private static final int LEAST_LANDMARKS = 8;

  private static final int MOST_KEPT = 2_000;

  /** Knows no measurement. */
  public static final RoundTrips BY_DISTANCE = of(List.of());

  private final Map<Region, Map<Region, Estimate>> measured;
  private final Optional<Landmarks> landmarks;

  /** What estimates rest on. */
  private record Landmarks(LandmarkModel model, String source, Map<End, Known> ends) {
    Known of(End end) {
      return ends.size() < MOST_KEPT ? ends.computeIfAbsent(end, this::know) : know(end);
    }

    private Known know(End end) {
      double[] similarities = model.similarities(end);
      return new Known(similarities, model.weighted(similarities));
    }
  }

  private record Known(double[] similarities, double[] weighted) {}

  private RoundTrips(Map<Region, Map<Region, Estimate>> measured, Optional<Landmarks> landmarks) {
    this.measured = measured;
    this.landmarks = landmarks;
  }

  /**
   * Where two readings measured the same, the first is believed; estimates rest on the one with the
   * most landmarks.
   */
  public static RoundTrips of(List<LatencyReading> readings) {
    Map<Region, Map<Region, Estimate>> measured = new HashMap<>();
    for (LatencyReading reading : readings) {
      RttMatrix matrix = RttMatrix.of(reading);
      for (int i = 0; i < matrix.landmarks().size(); i++) {
        for (int j = 0; j < matrix.landmarks().size(); j++) {
          put(measured, matrix, i, j, source(reading));
        }
      }
    }
    Optional<Landmarks> landmarks =
        readings.stream()
            .filter(reading -> reading.landmarks().size() >= LEAST_LANDMARKS)
            .max(Comparator.comparingInt(reading -> reading.landmarks().size()))
            .map(
                reading ->
                    new Landmarks(
                        LandmarkModel.of(RttMatrix.of(reading)),
                        "landmarks, " + source(reading),
                        new ConcurrentHashMap<>()));
    return new RoundTrips(measured, landmarks);
  }

  public Estimate between(End from, End to) {
    Estimate network = network(from, to);
    double access = from.accessMilliseconds() + to.accessMilliseconds();
    return new Estimate(network.milliseconds() + access, network.measured(), network.source());
  }

  private Estimate network(End from, End to) {
    Optional<Estimate> known =
        from.region().map(measured::get).flatMap(there -> to.region().map(there::get));
    return known.orElseGet(() -> estimate(from, to));
  }

  private Estimate estimate(End from, End to) {
    if (landmarks.isEmpty()) {
      double milliseconds = Distance.milliseconds(from.point(), to.point());
      return new Estimate(milliseconds, false, Distance.SOURCE);
    }
    Landmarks known = landmarks.get();
    // In one order, so that there and back agree to the last bit.
    boolean swapped = ORDER.compare(from, to) > 0;
    End first = swapped ? to : from;
    End second = swapped ? from : to;
    double milliseconds =
        known
            .model()
            .milliseconds(
                first, known.of(first).similarities(), second, known.of(second).weighted());
    return new Estimate(milliseconds, false, known.source());
  }

  private static final Comparator<End> ORDER =
      Comparator.<End>comparingDouble(end -> end.point().latitude())
          .thenComparingDouble(end -> end.point().longitude())
          .thenComparing(end -> end.region().map(Region::toString).orElse(""));

  private static void put(
      Map<Region, Map<Region, Estimate>> measured, RttMatrix matrix, int i, int j, String source) {
    Landmark from = matrix.landmarks().get(i);
    Landmark to = matrix.landmarks().get(j);
    double milliseconds = matrix.milliseconds()[i][j];
    if (from.region().isPresent() && to.region().isPresent() && !Double.isNaN(milliseconds)) {
      measured
          .computeIfAbsent(from.region().get(), key -> new HashMap<>())
          .putIfAbsent(to.region().get(), new Estimate(milliseconds, true, source));
    }
  }

  private static String source(LatencyReading reading) {
    return "%s, %s".formatted(reading.source(), reading.asOf());
  }
}
