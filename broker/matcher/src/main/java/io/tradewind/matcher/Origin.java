package io.tradewind.matcher;

import io.tradewind.api.Cities.City;
import io.tradewind.api.Countries;
import io.tradewind.api.GeoPoint;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.matcher.nearness.End;
import io.tradewind.matcher.nearness.Estimate;
import io.tradewind.matcher.nearness.RoundTrips;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.matcher.workload.PlacementWishes.Users;
import io.tradewind.matcher.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * From where nearness counts: for a task its data, else its users; for a service or workspace its
 * users, else its data.
 */
final class Origin {
  private final List<Point> points;
  private final String label;
  private final RoundTrips roundTrips;

  private record Point(End end, double weight) {}

  /**
   * To one place: the mean over users or data by weight, and the farthest.
   *
   * @param measured whether every part of it was
   * @param source of the measurements, or how it was reckoned
   */
  record Distance(
      double meanMilliseconds, double farthestMilliseconds, boolean measured, String source) {}

  private Origin(List<Point> points, String label, RoundTrips roundTrips) {
    this.points = points;
    this.label = label;
    this.roundTrips = roundTrips;
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

  Distance to(Region region, Place place) {
    End to = End.at(region, place);
    double sum = 0;
    double weights = 0;
    Estimate farthest = null;
    boolean measured = true;
    for (Point from : points) {
      Estimate estimate = roundTrips.between(from.end(), to);
      sum += from.weight() * estimate.milliseconds();
      weights += from.weight();
      measured &= estimate.measured();
      if (farthest == null || estimate.milliseconds() > farthest.milliseconds()) {
        farthest = estimate;
      }
    }
    Estimate most = Objects.requireNonNull(farthest, "an origin has a point");
    return new Distance(sum / weights, most.milliseconds(), measured, most.source());
  }

  /** The mean by weight, in milliseconds; NaN where a place is unknown. Not to be changed. */
  double[] means(Atlas atlas) {
    if (points.size() == 1 && points.get(0).weight() == 1) {
      return atlas.millisecondsFrom(points.get(0).end());
    }
    double[] sums = new double[atlas.size()];
    double weights = 0;
    for (Point from : points) {
      double[] milliseconds = atlas.millisecondsFrom(from.end());
      double weight = from.weight();
      for (int region = 0; region < sums.length; region++) {
        sums[region] += weight * milliseconds[region];
      }
      weights += weight;
    }
    for (int region = 0; region < sums.length; region++) {
      sums[region] /= weights;
    }
    return sums;
  }

  /** For ranking: in microseconds; the greatest where a place is unknown. */
  static long micros(double milliseconds) {
    return Double.isNaN(milliseconds) ? Long.MAX_VALUE : Math.round(milliseconds * 1000);
  }

  /** In milliseconds; NaN where a place is unknown. */
  double[] farthest(Atlas atlas) {
    double[] farthest = new double[atlas.size()];
    for (Point from : points) {
      double[] milliseconds = atlas.millisecondsFrom(from.end());
      for (int region = 0; region < farthest.length; region++) {
        farthest[region] = Math.max(farthest[region], milliseconds[region]);
      }
    }
    return farthest;
  }

  private static Optional<Origin> ofUsers(List<Users> users, Conditions conditions) {
    List<Point> points = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (Users group : users) {
      pointOf(group, conditions)
          .filter(point -> group.weight() > 0)
          .ifPresent(
              point -> {
                points.add(new Point(End.ofUsers(point), group.weight()));
                names.add(group.city().map(City::name).orElse(group.country()));
              });
    }
    return origin(points, "users in " + String.join(", ", names), conditions);
  }

  private static Optional<GeoPoint> pointOf(Users group, Conditions conditions) {
    return group
        .city()
        .map(City::point)
        .or(() -> conditions.countries().find(group.country()).map(Countries.Country::point));
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
                End end = End.at(source.region().get(), place);
                points.add(new Point(end, Math.max(1, source.size().inGigabytes())));
                names.add(source.region().get().toString());
              });
    }
    return origin(points, "data in " + String.join(", ", names), conditions);
  }

  private static Optional<Origin> origin(List<Point> points, String label, Conditions conditions) {
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(new Origin(points, label, conditions.roundTrips()));
  }
}
