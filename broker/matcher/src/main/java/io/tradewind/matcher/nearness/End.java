package io.tradewind.matcher.nearness;

import io.tradewind.api.GeoPoint;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import java.util.Optional;

/**
 * One end of a round trip.
 *
 * @param region empty for users
 * @param accessMilliseconds between here and the network's backbone and back, on top
 */
public record End(Optional<Region> region, GeoPoint point, double accessMilliseconds) {
  /**
   * An assumption: a home's own line takes 10 to 20 ms there and back. The low end, so that a hard
   * limit turns no place away that many users reach in time.
   */
  public static final double RESIDENTIAL_ACCESS_MILLISECONDS = 10;

  public static End at(Region region, Place place) {
    return new End(Optional.of(region), place.point(), 0);
  }

  /** Users around a point, at home. */
  public static End ofUsers(GeoPoint point) {
    return new End(Optional.empty(), point, RESIDENTIAL_ACCESS_MILLISECONDS);
  }

  /**
   * How far from here a region may be for a round trip of so many milliseconds, reckoned over the
   * great circle; 0 where even the way to the backbone takes longer.
   */
  public double kilometresWithin(double milliseconds) {
    return Distance.kilometres(milliseconds - accessMilliseconds);
  }
}
