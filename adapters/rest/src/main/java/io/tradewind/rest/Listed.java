package io.tradewind.rest;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import java.time.Instant;
import java.util.Optional;

/**
 * An offer as a live feed tells it.
 *
 * @param nativeId the seller's own name of this very offer, where several machines of a type stand
 *     in one place
 * @param pricedAt when the price was read, where that was before the reading of all the others
 */
public record Listed(
    Region region,
    Optional<String> zone,
    InstanceType type,
    CapacityType capacity,
    HourlyRate price,
    Availability availability,
    Source source,
    Optional<String> nativeId,
    Optional<Instant> pricedAt) {

  public Listed(
      Region region,
      Optional<String> zone,
      InstanceType type,
      CapacityType capacity,
      HourlyRate price,
      Availability availability,
      Source source,
      Optional<String> nativeId) {
    this(region, zone, type, capacity, price, availability, source, nativeId, Optional.empty());
  }

  public Listed(
      Region region,
      Optional<String> zone,
      InstanceType type,
      CapacityType capacity,
      HourlyRate price,
      Availability availability,
      Source source) {
    this(region, zone, type, capacity, price, availability, source, Optional.empty());
  }

  public Listed pricedAt(Instant instant) {
    return new Listed(
        region, zone, type, capacity, price, availability, source, nativeId, Optional.of(instant));
  }

  Offer offer(ProviderId feed, Instant observedAt) {
    return new Offer(
        id(feed, capacity),
        region,
        zone,
        type,
        capacity,
        price,
        availability,
        pricedAt.orElse(observedAt),
        source,
        Offer.Listing.OPEN);
  }

  /**
   * Readable and the same while prices move: {@code
   * live:azure-retail:azure:eastus:-:Standard_NV36ads_A10_v5:spot}. It names the feed, since
   * another feed may list the same machine.
   */
  OfferId id(ProviderId feed, CapacityType of) {
    return new OfferId(
        String.join(
            ":",
            "live",
            feed.value(),
            region.provider().value(),
            part(region.name()),
            zone.map(Listed::part).orElse("-"),
            nativeId.map(Listed::part).orElseGet(() -> part(type.name())),
            of.wireName()));
  }

  /** Only characters that need no escaping in an address. */
  private static String part(String text) {
    return text.replaceAll("[^A-Za-z0-9._~$-]+", "_");
  }
}
