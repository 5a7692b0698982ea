package io.tradewind.api;

import io.tradewind.pricing.HourlyRate;
import java.time.Instant;
import java.util.Optional;

/**
 * A priced unit of capacity at a time: one machine of a type at a place.
 *
 * @param region whose {@code provider} is the seller, which may differ from the feed that tells of
 *     it
 * @param price for the whole machine
 * @param observedAt when the feed last confirmed this offer
 */
public record Offer(
    OfferId id,
    Region region,
    Optional<String> zone,
    InstanceType instanceType,
    CapacityType capacityType,
    HourlyRate price,
    Availability availability,
    Instant observedAt,
    Source source,
    Listing listing) {

  /** Who is matched with an offer. */
  public enum Listing {
    OPEN,
    /** Only workloads that allow this provider by name: nobody's own machine is used unasked. */
    BY_NAME
  }

  public Offer {
    if (!price.perHour().isPositive()) {
      throw new IllegalArgumentException(
          "The price %s of %s is not positive. A missing price is no price."
              .formatted(price.perHour(), id));
    }
  }

  public ProviderId provider() {
    return region.provider();
  }

  public Optional<AcceleratorSet> accelerators() {
    return instanceType.accelerators();
  }

  /** The same offer at another price, as observed at {@code at}. */
  public Offer repriced(HourlyRate newPrice, Instant at) {
    return new Offer(
        id, region, zone, instanceType, capacityType, newPrice, availability, at, source, listing);
  }
}
