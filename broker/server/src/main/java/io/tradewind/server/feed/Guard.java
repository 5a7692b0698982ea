package io.tradewind.server.feed;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Accelerators;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.LiveMarket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The invariants of an offer, checked on everything that a feed tells before it reaches the market.
 * (That a price is positive is checked by the offer itself: a row without one never becomes an
 * offer.)
 */
final class Guard {
  /** How far a feed's clock may be ahead of ours. */
  static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** How sources call what is only to be had under a commitment. */
  private static final Pattern COMMITTED =
      Pattern.compile(
          "\\b(committed|commitments?|cuds?|reserved|reservations?|savings[\\s_-]?plans?"
              + "|calendar[\\s_-]mode|[135][\\s_-]?(yr|years?))\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Set<String> KNOWN_MODELS =
      Accelerators.bundled().models().stream()
          .map(AcceleratorModel::name)
          .collect(Collectors.toUnmodifiableSet());

  private final ProviderId feed;
  private final Elsewhere elsewhere;
  private final Instant now;
  private final Set<OfferId> seen = new HashSet<>();
  private final Map<Machine, Money> onDemand = new HashMap<>();

  /** One machine at one place, whatever the promise on which it is sold. */
  private record Machine(Region region, Optional<String> zone, String type, String accelerators) {
    static Machine of(Offer offer, Optional<String> zone) {
      String accelerators =
          offer
              .accelerators()
              .map(it -> it.model().name() + it.countThousandths() + it.slice().orElse(""))
              .orElse("");
      return new Machine(offer.region(), zone, offer.instanceType().name(), accelerators);
    }
  }

  /** What other feeds tell under an id: the same thing again is a second source of its price. */
  interface Elsewhere {
    Optional<LiveMarket.Told> told(ProviderId feed, OfferId id);
  }

  /** What a reading comes to. */
  record Verdict(List<Offer> accepted, QuarantineBatch.Gatherer refused) {}

  private Guard(ProviderId feed, Elsewhere elsewhere, Instant now) {
    this.feed = feed;
    this.elsewhere = elsewhere;
    this.now = now;
  }

  static Verdict inspect(ProviderId feed, OfferFeed reading, Elsewhere elsewhere, Instant now) {
    return new Guard(feed, elsewhere, now).inspect(reading);
  }

  private Verdict inspect(OfferFeed reading) {
    QuarantineBatch.Gatherer refused = new QuarantineBatch.Gatherer(feed);
    reading.refused().forEach(refused::add);
    reading.offers().stream()
        .filter(offer -> offer.capacityType() == CapacityType.ON_DEMAND)
        .forEach(this::remember);
    List<Offer> accepted = new ArrayList<>(reading.offers().size());
    for (Offer offer : reading.offers()) {
      Optional<Refusal> refusal = judge(offer);
      refusal.ifPresentOrElse(refused::add, () -> accepted.add(offer));
    }
    return new Verdict(accepted, refused);
  }

  private void remember(Offer offer) {
    onDemand.merge(Machine.of(offer, offer.zone()), offer.price().perHour(), Guard::lower);
  }

  private Optional<Refusal> judge(Offer offer) {
    return unknownAccelerator(offer)
        .or(() -> observedInFuture(offer))
        .or(() -> committedAsOnDemand(offer))
        .or(() -> spotNotBelowOnDemand(offer))
        .or(() -> duplicate(offer));
  }

  private Optional<Refusal> unknownAccelerator(Offer offer) {
    return offer
        .accelerators()
        .map(set -> set.model().name())
        .filter(name -> !KNOWN_MODELS.contains(name))
        .map(
            name ->
                refusal(
                    offer,
                    Reason.UNKNOWN_ACCELERATOR,
                    "The accelerator %s is not in the table.".formatted(name)));
  }

  private Optional<Refusal> observedInFuture(Offer offer) {
    return offer.observedAt().isAfter(now.plus(CLOCK_SKEW))
        ? Optional.of(
            refusal(
                offer,
                Reason.OBSERVED_IN_FUTURE,
                "Observed at %s, and it is %s now.".formatted(offer.observedAt(), now)))
        : Optional.empty();
  }

  private static Optional<Refusal> committedAsOnDemand(Offer offer) {
    if (offer.capacityType() != CapacityType.ON_DEMAND) {
      return Optional.empty();
    }
    return Stream.of(offer.source().name(), offer.instanceType().name())
        .filter(text -> COMMITTED.matcher(text).find())
        .findFirst()
        .map(
            text ->
                refusal(
                    offer,
                    Reason.COMMITTED_AS_ON_DEMAND,
                    "Told as on demand, but '%s' speaks of a commitment.".formatted(text)));
  }

  private Optional<Refusal> spotNotBelowOnDemand(Offer offer) {
    if (offer.capacityType() != CapacityType.SPOT) {
      return Optional.empty();
    }
    Money spot = offer.price().perHour();
    return onDemandOf(offer)
        .filter(full -> full.currency().equals(spot.currency()) && spot.compareTo(full) >= 0)
        .map(
            full ->
                refusal(
                    offer,
                    Reason.SPOT_NOT_BELOW_ON_DEMAND,
                    "Spot at %s an hour is not below on-demand at %s.".formatted(spot, full)));
  }

  /**
   * In the same zone; else of the region, where the feed tells on-demand prices for the region as a
   * whole.
   */
  private Optional<Money> onDemandOf(Offer spot) {
    return Optional.ofNullable(onDemand.get(Machine.of(spot, spot.zone())))
        .or(() -> Optional.ofNullable(onDemand.get(Machine.of(spot, Optional.empty()))));
  }

  private Optional<Refusal> duplicate(Offer offer) {
    if (!seen.add(offer.id())) {
      return Optional.of(
          refusal(offer, Reason.DUPLICATE_ID, "The id was told before in the same reading."));
    }
    return elsewhere
        .told(feed, offer.id())
        .filter(other -> !other.isSameAs(offer))
        .map(
            other ->
                refusal(
                    offer,
                    Reason.DUPLICATE_ID,
                    "The feed %s tells of another machine under this id.".formatted(other.feed())));
  }

  private static Refusal refusal(Offer offer, Reason reason, String detail) {
    return new Refusal(offer.provider(), offer.id().value(), reason, detail, offer.observedAt());
  }

  private static Money lower(Money a, Money b) {
    return a.currency().equals(b.currency()) ? a.min(b) : a;
  }
}
