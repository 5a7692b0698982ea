package io.tradewind.api;

/** A place on the globe, in degrees. */
public record GeoPoint(double latitude, double longitude) {
  private static final double EARTH_RADIUS_KILOMETRES = 6371.0088;

  public GeoPoint {
    if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException(
          "(%s, %s) is no place: latitude is within ±90, longitude within ±180."
              .formatted(latitude, longitude));
    }
  }

  /**
   * Great-circle distance by the haversine formula on a sphere of the mean radius (IUGG), within
   * 0.6 % of the ellipsoid.
   */
  public double kilometresTo(GeoPoint other) {
    double phi = Math.toRadians(latitude);
    double otherPhi = Math.toRadians(other.latitude);
    double halfPhi = Math.sin((otherPhi - phi) / 2);
    double halfLambda = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
    double h = halfPhi * halfPhi + Math.cos(phi) * Math.cos(otherPhi) * halfLambda * halfLambda;
    return 2 * EARTH_RADIUS_KILOMETRES * Math.asin(Math.min(1, Math.sqrt(h)));
  }
}
