package io.tradewind.matcher.nearness;

import io.tradewind.api.GeoPoint;

/** What physics allows. */
public final class Fibre {
  /** Light in glass of refractive index 1.468, there and back: 1 ms is 102 km. */
  public static final double MILLISECONDS_PER_KILOMETRE = 2 * 1.468 / 299_792.458 * 1000;

  private Fibre() {}

  /** No round trip is shorter. */
  static double milliseconds(GeoPoint from, GeoPoint to) {
    return MILLISECONDS_PER_KILOMETRE * from.kilometresTo(to);
  }
}
