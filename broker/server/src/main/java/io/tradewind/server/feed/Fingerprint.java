package io.tradewind.server.feed;

import io.tradewind.api.Offer;
import java.util.List;

/**
 * Tells whether a reading differs from the one before in anything that a match depends on. When an
 * offer was observed does not count, nor does the order.
 */
final class Fingerprint {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private Fingerprint() {}

  /** Equal for equal readings; different for others, as good as always. */
  static long of(List<Offer> offers) {
    long sum = offers.size();
    for (Offer offer : offers) {
      long mixed = of(offer);
      sum += (mixed ^ mixed >>> 29) * SPREAD;
    }
    return sum;
  }

  private static long of(Offer offer) {
    long hash = offer.id().value().hashCode();
    hash = hash * SPREAD + offer.region().hashCode();
    hash = hash * SPREAD + offer.instanceType().hashCode();
    hash = hash * SPREAD + offer.capacityType().ordinal();
    hash = hash * SPREAD + offer.price().hashCode();
    hash = hash * SPREAD + offer.availability().state().ordinal();
    return hash * SPREAD + offer.listing().ordinal();
  }
}
