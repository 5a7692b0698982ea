package io.tradewind.server.market;

import io.tradewind.api.Offer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An organization's price overrides, in its own order: the first that fits an offer holds.
 *
 * @param all whether or not they are in force
 * @param inForce at the moment for which this was made
 */
record Overrides(List<PriceOverride> all, List<PriceOverride> inForce) {
  static final Overrides NONE = new Overrides(List.of(), List.of());

  static Overrides of(List<PriceOverride> all, Instant now) {
    return new Overrides(List.copyOf(all), all.stream().filter(it -> it.isInForce(now)).toList());
  }

  Overrides at(Instant now) {
    return of(all, now);
  }

  Optional<PriceOverride> of(Offer offer) {
    for (PriceOverride override : inForce) {
      if (override.fits(offer)) {
        return Optional.of(override);
      }
    }
    return Optional.empty();
  }

  /** When one of them begins or ends. */
  Instant until(Instant now) {
    return all.stream()
        .flatMap(it -> Stream.of(it.from(), it.until()).flatMap(Optional::stream))
        .filter(now::isBefore)
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }
}
