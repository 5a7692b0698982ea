package io.tradewind.matcher;

import io.tradewind.api.GeoPoint;
import io.tradewind.api.Place;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.matcher.workload.PlacementWishes.Users;
import io.tradewind.matcher.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From where nearness counts: for a task its data, else its users; for a service or workspace its
 * users, else its data. Round trips are estimated from the great circle.
 */
final class Origin {
  /**
   * Round trip over distance within a continent, fitted on a public matrix of measurements between
   * the regions of one cloud (R² 0.88, mean error 6.5 ms); between continents it errs by about a
   * fifth.
   */
  private static final double BASE_MILLISECONDS = 0.6;

  private static final double MILLISECONDS_PER_KILOMETRE = 0.0186;

  private final List<Point> points;
  private final String label;

  private record Point(GeoPoint point, double weight) {}

  /** To one place: the mean over users or data by weight, and the farthest. */
  record Distance(double meanMilliseconds, double farthestMilliseconds) {}

  private Origin(List<Point> points, String label) {
    this.points = points;
    this.label = label;
  }

  /** Empty when neither users nor data say from where. */
  static Optional<Origin> of(Workload workload, Conditions conditions) {
    Optional<Origin> users = ofUsers(workload.placement().users(), conditions);
    Optional<Origin> data = ofData(workload.data(), conditions);
    return workload.kind() == Workload.Kind.TASK ? data.or(() -> users) : users.or(() -> data);
  }

  String label() {
    return label;
  }

  Distance to(Place place) {
    double sum = 0;
    double weights = 0;
    double farthest = 0;
    for (Point from : points) {
      double milliseconds =
          BASE_MILLISECONDS + MILLISECONDS_PER_KILOMETRE * from.point().kilometresTo(place.point());
      sum += from.weight() * milliseconds;
      weights += from.weight();
      farthest = Math.max(farthest, milliseconds);
    }
    return new Distance(sum / weights, farthest);
  }

  private static Optional<Origin> ofUsers(List<Users> users, Conditions conditions) {
    List<Point> points = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (Users group : users) {
      conditions
          .countries()
          .find(group.country())
          .filter(country -> group.weight() > 0)
          .ifPresent(
              country -> {
                points.add(new Point(country.point(), group.weight()));
                names.add(country.code());
              });
    }
    return origin(points, "users in " + String.join(", ", names));
  }

  private static Optional<Origin> ofData(List<DataSource> data, Conditions conditions) {
    List<Point> points = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (DataSource source : data) {
      source
          .region()
          .flatMap(conditions.regions()::find)
          .ifPresent(
              place -> {
                points.add(new Point(place.point(), Math.max(1, source.size().inGigabytes())));
                names.add(source.region().get().toString());
              });
    }
    return origin(points, "data in " + String.join(", ", names));
  }

  private static Optional<Origin> origin(List<Point> points, String label) {
    return points.isEmpty() ? Optional.empty() : Optional.of(new Origin(points, label));
  }
}
