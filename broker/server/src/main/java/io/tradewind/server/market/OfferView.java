package io.tradewind.server.market;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Availability;
import io.tradewind.api.Offer;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.api.Source;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An offer in replies: never without its age and its source.
 *
 * @param price of an hour of the whole machine
 * @param pricePerAccelerator of an hour of one device, rounded half to even
 * @param leasableReason why it cannot be leased; absent when it can
 */
@Schema(name = "Offer", description = "A priced machine at a place, with its age and its source.")
public record OfferView(
    @Schema(required = true) String id,
    @Schema(required = true, description = "Who sells.") String provider,
    @Schema(required = true, description = "The seller's own name of the place.") String region,
    @Schema(
            description = "ISO 3166-1 alpha-2; null when nobody knows.",
            required = true,
            nullable = true)
        @Nullable String country,
    @Schema(required = true, nullable = true) @Nullable String zone,
    @Schema(required = true) String instanceType,
    @Schema(required = true, nullable = true) @Nullable AcceleratorView accelerator,
    @Schema(required = true, description = "0 when the seller does not say.") double vcpus,
    @Schema(required = true, description = "0 when the seller does not say.") double memoryGib,
    @Schema(
            required = true,
            enumeration = {"on_demand", "spot", "reserved"})
        String capacityType,
    @Schema(required = true, description = "Of an hour of the whole machine.") MoneyView price,
    @Schema(required = true, nullable = true, description = "Of an hour of one accelerator.")
        @Nullable MoneyView pricePerAccelerator,
    @Schema(required = true) AvailabilityView availability,
    @Schema(required = true, description = "When the feed last confirmed the offer.")
        Instant observedAt,
    @Schema(required = true) SourceView source,
    @Schema(
            required = true,
            enumeration = {"fresh", "aging", "stale", "expired"})
        String freshness,
    @Schema(required = true, description = "Whether a lease can be started through this feed.")
        boolean leasable,
    @Schema(required = true, nullable = true, description = "Why it cannot be leased.")
        @Nullable String leasableReason) {

  /**
   * What is known of whether the offer can be had.
   *
   * @param value the count or the score, where the kind has one
   */
  @Schema(name = "Availability", description = "What is known of whether an offer can be had.")
  public record AvailabilityView(
      @Schema(
              required = true,
              enumeration = {"available", "limited", "unavailable", "no_quota", "unknown"})
          String state,
      @Schema(
              required = true,
              enumeration = {"count", "score", "flag", "none"})
          String kind,
      @Schema(required = true, nullable = true) @Nullable Double value,
      @Schema(required = true) Instant observedAt) {
    static AvailabilityView of(Availability availability) {
      return new AvailabilityView(
          availability.state().wireName(),
          availability.kind().wireName(),
          availability.value().isPresent() ? availability.value().getAsDouble() : null,
          availability.observedAt());
    }
  }

  /**
   * Where the price comes from.
   *
   * @param asOf the date of the figure itself, or of its observation where the source states none
   */
  @Schema(name = "Source", description = "Where a price comes from.")
  public record SourceView(
      @Schema(required = true) String name,
      @Schema(required = true, nullable = true) @Nullable String url,
      @Schema(required = true) Instant asOf,
      @Schema(
              required = true,
              enumeration = {"list", "live", "declared"})
          String term) {
    static SourceView of(Source source, Instant observedAt) {
      return new SourceView(
          source.name(),
          source.url().map(Object::toString).orElse(null),
          source.asOf().orElse(observedAt),
          source.term().wireName());
    }
  }

  /** With the country from the bundled table of regions. */
  public static OfferView of(Offer offer, ProviderId feed, boolean leasable, Instant now) {
    return of(offer, feed, leasable, now, Regions.bundled());
  }

  /**
   * @param regions where the offer's region is looked up
   */
  public static OfferView of(
      Offer offer, ProviderId feed, boolean leasable, Instant now, Regions regions) {
    Region region = offer.region();
    return new OfferView(
        offer.id().value(),
        region.provider().value(),
        region.name(),
        regions.find(region).map(Place::country).orElse(null),
        offer.zone().orElse(null),
        offer.instanceType().name(),
        offer.accelerators().map(AcceleratorView::of).orElse(null),
        offer.instanceType().vcpus(),
        offer.instanceType().memory().gibibytes(),
        offer.capacityType().wireName(),
        MoneyView.of(offer.price().perHour()),
        perAccelerator(offer).map(MoneyView::of).orElse(null),
        AvailabilityView.of(offer.availability()),
        offer.observedAt(),
        SourceView.of(offer.source(), offer.observedAt()),
        Freshness.of(offer.observedAt(), now).wireName(),
        leasable,
        leasable ? null : notLeasable(offer, feed));
  }

  static Optional<Money> perAccelerator(Offer offer) {
    return offer
        .accelerators()
        .map(AcceleratorSet::count)
        .map(
            count ->
                offer
                    .price()
                    .perHour()
                    .dividedBy(BigDecimal.valueOf(count), RoundingMode.HALF_EVEN));
  }

  private static String notLeasable(Offer offer, ProviderId feed) {
    return "This broker starts no machines at %s: the feed %s tells prices only."
        .formatted(offer.provider(), feed);
  }
}
