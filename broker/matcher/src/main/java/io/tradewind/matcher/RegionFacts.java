package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Countries;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.matcher.workload.Area;
import io.tradewind.matcher.workload.PlacementWishes;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.pricing.Pue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a question makes of one region of one feed. What costs time is worked out on first use. */
final class RegionFacts {
  private final Question question;
  private final ProviderId feed;
  private final Region region;
  private final boolean declared;
  private final Optional<Place> place;
  private final Optional<Origin.Distance> distance;
  private final int mask;
  private final int[] flagMasks;

  private final @Nullable Tariff[] tariffs = new Tariff[CapacityType.values().length];
  private @Nullable Optional<GridIntensity> grid;
  private @Nullable CarbonRate carbonRate;

  RegionFacts(Question question, ProviderId feed, Region region, boolean declared) {
    this.question = question;
    this.feed = feed;
    this.region = region;
    this.declared = declared;
    place = question.conditions().regions().find(region);
    distance = place.flatMap(where -> question.origin().map(origin -> origin.to(region, where)));
    mask = wishesFailed();
    flagMasks = flagMasks(question.wishes().providersAllowed());
  }

  Question question() {
    return question;
  }

  Region region() {
    return region;
  }

  Optional<Place> place() {
    return place;
  }

  /** Failures that every offer here shares. */
  int mask() {
    return mask;
  }

  /** Failures by row flags. */
  int[] flagMasks() {
    return flagMasks;
  }

  Optional<Origin.Distance> distance() {
    return distance;
  }

  /** For ranking: zero when nobody said from where, the greatest when the place is unknown. */
  long roundTripMicros() {
    if (question.origin().isEmpty()) {
      return 0;
    }
    return distance.map(far -> Math.round(far.meanMilliseconds() * 1000)).orElse(Long.MAX_VALUE);
  }

  Tariff tariff(CapacityType capacity) {
    Tariff known = tariffs[capacity.ordinal()];
    if (known == null) {
      known = question.tariff(region, capacity);
      tariffs[capacity.ordinal()] = known;
    }
    return known;
  }

  Optional<GridIntensity> grid() {
    Optional<GridIntensity> known = grid;
    if (known == null) {
      known = question.conditions().intensities().at(region, place);
      grid = known;
    }
    return known;
  }

  Pue pue() {
    Pue assumed = declared ? Pue.ON_PREMISES_DEFAULT : Pue.CLOUD_DEFAULT;
    return place
        .filter(where -> where.powerUsageEffectiveness().isPresent())
        .map(
            where ->
                new Pue(
                    where.powerUsageEffectiveness().getAsDouble(),
                    where.powerUsageSource().orElse("region table")))
        .orElse(assumed);
  }

  /** Of the whole run on all nodes at this place, by what a node draws. */
  CarbonRate carbonRate() {
    CarbonRate known = carbonRate;
    if (known == null) {
      known =
          grid().isEmpty()
              ? CarbonRate.UNKNOWN
              : CarbonRate.of(question, region, pue(), grid().get());
      carbonRate = known;
    }
    return known;
  }

  private int wishesFailed() {
    PlacementWishes wishes = question.wishes();
    int failed = 0;
    failed |= providerAccepted(wishes) ? 0 : RejectionReason.PROVIDER.bit();
    failed |= regionAccepted(wishes) ? 0 : RejectionReason.REGION.bit();
    failed |=
        wishes.residency().isEmpty() || isWithin(wishes.residency().get())
            ? 0
            : RejectionReason.RESIDENCY.bit();
    failed |= certified(wishes) ? 0 : RejectionReason.CERTIFICATION.bit();
    failed |= nearEnough(wishes) ? 0 : RejectionReason.ROUND_TRIP.bit();
    return failed;
  }

  private boolean providerAccepted(PlacementWishes wishes) {
    return (wishes.providersAllowed().isEmpty() || names(wishes.providersAllowed()))
        && !names(wishes.providersDenied());
  }

  /** A list of providers names an offer by its seller or by the feed that tells of it. */
  private boolean names(Set<ProviderId> providers) {
    return !providers.isEmpty()
        && (providers.contains(region.provider()) || providers.contains(feed));
  }

  private boolean regionAccepted(PlacementWishes wishes) {
    return (wishes.regionsAllowed().isEmpty() || isWithinAny(wishes.regionsAllowed()))
        && !isWithinAny(wishes.regionsDenied());
  }

  private boolean isWithinAny(List<Area> areas) {
    for (Area area : areas) {
      if (isWithin(area)) {
        return true;
      }
    }
    return false;
  }

  private boolean isWithin(Area area) {
    Countries countries = question.conditions().countries();
    return area.contains(region, place, countries);
  }

  private boolean certified(PlacementWishes wishes) {
    for (String certification : wishes.certifications()) {
      if (!question.conditions().certifications().holds(region, certification)) {
        return false;
      }
    }
    return true;
  }

  /** The farthest user counts: a limit holds for all of them. */
  private boolean nearEnough(PlacementWishes wishes) {
    return wishes.maxRoundTripMilliseconds().isEmpty()
        || distance
            .filter(
                far ->
                    far.farthestMilliseconds() <= wishes.maxRoundTripMilliseconds().getAsDouble())
            .isPresent();
  }

  private int[] flagMasks(Set<ProviderId> allowed) {
    int byName = names(allowed) ? 0 : RejectionReason.BY_NAME.bit();
    int[] masks = new int[Segment.FLAG_COMBINATIONS];
    for (int flags = 0; flags < masks.length; flags++) {
      masks[flags] =
          ((flags & Segment.SOLD_OUT) == 0 ? 0 : RejectionReason.SOLD_OUT.bit())
              | ((flags & Segment.BY_NAME) == 0 ? 0 : byName)
              | ((flags & Segment.NOT_COMPARABLE) == 0 ? 0 : RejectionReason.CURRENCY.bit());
    }
    return masks;
  }
}
