package io.tradewind.server.market;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.api.Runs;
import io.tradewind.api.Source;
import io.tradewind.matcher.PriceScale;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An offer in replies: never without its age and its source.
 *
 * @param price of an hour of the whole machine
 * @param listPrice what everybody pays; absent where no override holds
 * @param pricePerAccelerator of an hour of one device, rounded half to even
 * @param pricePerPetaflopHour likewise
 * @param converted absent for a price that needs no rate, and for one that has none
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
            description =
                "What its machine can run: images, processes, or own_processes, those of its own"
                    + " organization alone.")
        List<String> runs,
    @Schema(
            required = true,
            enumeration = {"on_demand", "spot", "reserved"})
        String capacityType,
    @Schema(required = true, description = "Of an hour of the whole machine.") MoneyView price,
    @Schema(required = true, nullable = true, description = "Of an hour of one accelerator.")
        @Nullable MoneyView pricePerAccelerator,
    @Schema(
            required = true,
            nullable = true,
            description =
                "Of an hour of one PFLOP/s of dense BF16, by the maker's figure; null where that is"
                    + " unknown.")
        @Nullable MoneyView pricePerPetaflopHour,
    @Schema(
            required = true,
            nullable = true,
            description = "How the price was compared, where it is asked in another currency.")
        @Nullable ConvertedPriceView converted,
    @Schema(
            required = true,
            nullable = true,
            description = "What the source tells, where the price is the organization's own.")
        @Nullable MoneyView listPrice,
    @Schema(
            required = true,
            nullable = true,
            description = "Which override makes the price the organization's own.")
        @Nullable String priceOverride,
    @Schema(
            required = true,
            enumeration = {"on_demand", "spot", "committed"},
            description = "On which promise the price holds.")
        String term,
    @Schema(required = true) ConfidenceView confidence,
    @Schema(required = true, description = "The feed that tells of it.") String feed,
    @Schema(
            required = true,
            nullable = true,
            description = "The source that is believed in its place; such an offer is not matched.")
        @Nullable SupersededView superseded,
    @Schema(required = true, description = "What other feeds say of the same machine.")
        List<OtherSourceView> otherSources,
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

  /** How far the price may be relied on. */
  @Schema(name = "Confidence", description = "How far a price may be relied on, by a stated rule.")
  public record ConfidenceView(
      @Schema(
              required = true,
              enumeration = {"confirmed", "published", "reported", "doubtful"})
          String level,
      @Schema(required = true, description = "The rule that gives the level.") String meaning) {
    static ConfidenceView of(Confidence confidence) {
      return new ConfidenceView(confidence.wireName(), confidence.meaning());
    }
  }

  /** Another source that is believed, and why. */
  @Schema(name = "Superseded", description = "The source that is believed instead, and why.")
  public record SupersededView(
      @Schema(required = true, description = "The feed that is believed.") String by,
      @Schema(required = true) String why) {
    static SupersededView of(OfferTruth.Believed believed) {
      return new SupersededView(believed.feed().value(), believed.why());
    }
  }

  /**
   * What another feed says of the same machine.
   *
   * @param differencePercent of its price against this offer's as it was told
   */
  @Schema(name = "OtherSource", description = "What another feed says of the same machine.")
  public record OtherSourceView(
      @Schema(required = true) String feed,
      @Schema(required = true) String offer,
      @Schema(required = true) SourceView source,
      @Schema(required = true) MoneyView price,
      @Schema(required = true) Instant observedAt,
      @Schema(required = true) ConfidenceView confidence,
      @Schema(
              required = true,
              nullable = true,
              description = "Above this offer's told price; null for another currency.")
          @Nullable Double differencePercent) {
    static OtherSourceView of(OfferTruth.Other other, Offer told) {
      Offer offer = other.offer();
      OptionalDouble above = Saying.percentAbove(told, offer);
      return new OtherSourceView(
          other.feed().value(),
          offer.id().value(),
          SourceView.of(offer.source(), offer.observedAt()),
          MoneyView.of(offer.price().perHour()),
          offer.observedAt(),
          ConfidenceView.of(other.confidence()),
          above.isPresent() ? above.getAsDouble() : null);
    }
  }

  /**
   * @param closed the machine is there for its own organization alone, which is not the one that
   *     asks
   * @param regions where the offer's region is looked up
   */
  static OfferView of(
      Offer offer,
      ProviderId feed,
      boolean leasable,
      boolean closed,
      Instant now,
      Regions regions,
      PriceScale scale,
      OfferTruth truth) {
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
        offer.instanceType().runs().stream().sorted().map(Runs::wireName).toList(),
        offer.capacityType().wireName(),
        MoneyView.of(offer.price().perHour()),
        perAccelerator(offer).map(MoneyView::of).orElse(null),
        perPetaflop(offer).map(MoneyView::of).orElse(null),
        scale.conversionOf(offer.price()).map(ConvertedPriceView::of).orElse(null),
        truth.override().map(it -> MoneyView.of(truth.told().price().perHour())).orElse(null),
        truth.override().map(it -> it.words(truth.told(), offer)).orElse(null),
        term(offer.capacityType()),
        ConfidenceView.of(truth.confidence()),
        feed.value(),
        truth.believed().map(SupersededView::of).orElse(null),
        truth.others().stream().map(it -> OtherSourceView.of(it, truth.told())).toList(),
        AvailabilityView.of(offer.availability()),
        offer.observedAt(),
        SourceView.of(offer.source(), offer.observedAt()),
        Freshness.of(offer.observedAt(), now).wireName(),
        leasable && !closed,
        closed ? FOR_ITS_OWN : leasable ? null : notLeasable(offer, feed));
  }

  private static String term(CapacityType capacity) {
    return switch (capacity) {
      case ON_DEMAND, SPOT -> capacity.wireName();
      case RESERVED -> "committed";
    };
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

  /** Dense, as programs compute; rounded half to even. */
  static Optional<Money> perPetaflop(Offer offer) {
    return offer
        .accelerators()
        .filter(set -> set.model().denseBf16Teraflops().orElse(0) > 0)
        .map(set -> offer.price().perHour().dividedBy(petaflops(set), RoundingMode.HALF_EVEN));
  }

  private static BigDecimal petaflops(AcceleratorSet set) {
    return BigDecimal.valueOf(set.count())
        .multiply(BigDecimal.valueOf(set.model().denseBf16Teraflops().orElseThrow()))
        .movePointLeft(3);
  }

  private static final String FOR_ITS_OWN =
      "This machine runs its own organization's workloads alone: it has nothing to confine"
          + " others'.";

  private static String notLeasable(Offer offer, ProviderId feed) {
    return "This broker starts no machines of its own at %s (the feed %s tells prices only): connect an account there, where one can be."
        .formatted(offer.provider(), feed);
  }
}
