package io.tradewind.testkit;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What holds for anybody's offers. Each violation is a sentence that names the offer. */
public final class OfferInvariants {
  private final Set<AcceleratorModel> known = Set.copyOf(Accelerators.bundled().models());
  private final List<String> violations = new ArrayList<>();
  private final Instant now;

  private OfferInvariants(Instant now) {
    this.now = now;
  }

  /** Empty when all is well. */
  public static List<String> violations(OfferFeed feed, Instant now) {
    OfferInvariants invariants = new OfferInvariants(now);
    feed.offers().forEach(invariants::checkOne);
    invariants.checkIds(feed.offers());
    invariants.checkSpot(feed.offers());
    invariants.checkRefusals(feed);
    return List.copyOf(invariants.violations);
  }

  private void checkOne(Offer offer) {
    check(offer.price().perHour().isPositive(), "%s costs %s", offer.id(), offer.price());
    check(
        offer.accelerators().stream().allMatch(set -> known.contains(set.model())),
        "%s has an accelerator that is not in the table: %s",
        offer.id(),
        offer.accelerators());
    check(
        !offer.observedAt().isAfter(now),
        "%s was observed at %s, in the future",
        offer.id(),
        offer.observedAt());
    check(
        !offer.availability().observedAt().isAfter(now),
        "the availability of %s was observed in the future, at %s",
        offer.id(),
        offer.availability().observedAt());
    check(
        offer.source().asOf().stream().noneMatch(now::isBefore),
        "the source of %s is dated %s, in the future",
        offer.id(),
        offer.source().asOf());
    check(!offer.source().name().isBlank(), "%s names no source", offer.id());
  }

  private void checkIds(List<Offer> offers) {
    Set<OfferId> seen = new HashSet<>();
    for (Offer offer : offers) {
      check(seen.add(offer.id()), "the id %s stands for two offers", offer.id());
    }
  }

  private void checkSpot(List<Offer> offers) {
    Map<Machine, Offer> onDemand = new HashMap<>();
    offers.stream()
        .filter(offer -> offer.capacityType() == CapacityType.ON_DEMAND)
        .forEach(offer -> onDemand.put(Machine.of(offer), offer));
    for (Offer offer : offers) {
      Offer other = onDemand.get(Machine.of(offer));
      if (offer.capacityType() == CapacityType.SPOT
          && other != null
          && isComparable(offer, other)) {
        check(
            offer.price().compareTo(other.price()) < 0,
            "the spot price of %s is %s, not below %s on demand",
            offer.id(),
            offer.price(),
            other.price());
      }
    }
  }

  private static boolean isComparable(Offer one, Offer other) {
    return one.price().perHour().currency().equals(other.price().perHour().currency());
  }

  private void checkRefusals(OfferFeed feed) {
    check(
        feed.rows() > 0 || (feed.offers().isEmpty() && feed.refused().isEmpty()),
        "the feed counts no rows but %s offers",
        feed.offers().size());
    for (OfferFeed.Refusal refusal : feed.refused()) {
      check(
          !refusal.subject().isBlank() && !refusal.detail().isBlank(),
          "a refusal for %s does not say what was refused or what was found",
          refusal.reason());
    }
  }

  private void check(boolean holds, String sentence, Object... values) {
    if (!holds) {
      violations.add(sentence.formatted(values));
    }
  }

  /** The same machine at the same place, however it is sold. */
  private record Machine(
      Object region, Optional<String> zone, String type, Optional<AcceleratorSet> accelerators) {
    static Machine of(Offer offer) {
      return new Machine(
          offer.region(), offer.zone(), offer.instanceType().name(), offer.accelerators());
    }
  }
}
