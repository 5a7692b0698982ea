package io.tradewind.matcher.nearness;

import io.tradewind.api.GeoPoint;
import io.tradewind.api.LatencyReading.Landmark;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import java.util.Optional;

/**
 * How alike the ways are that begin at two places: it falls with the distance, and a part of it is
 * shared only within one provider's backbone. The constants fit the public matrix of 69 regions of
 * three clouds best when each region in turn is left out.
 */
final class Similarity {
  private static final double FAR = 0.8;
  private static final double FAR_KILOMETRES = 7_000;
  private static final double NEAR = 0.067;
  private static final double NEAR_KILOMETRES = 3_800;
  private static final double BACKBONE_SHARE = 0.61;

  private Similarity() {}

  static double of(GeoPoint a, Optional<Region> aRegion, Landmark b) {
    double kilometres = a.kilometresTo(b.point());
    Optional<ProviderId> provider = aRegion.map(Region::provider);
    boolean oneBackbone = provider.isPresent() && provider.equals(b.region().map(Region::provider));
    return FAR * Math.exp(-kilometres / FAR_KILOMETRES)
        + NEAR * Math.exp(-kilometres / NEAR_KILOMETRES) * (oneBackbone ? 1 : 1 - BACKBONE_SHARE);
  }
}
