package io.tradewind.adapters.catalog;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.pricing.HourlyRate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects one reading: offers by id, refusals with their reasons, and the count of rows. */
final class OfferBook {
  private final ProviderId feed;
  private final Instant observedAt;
  private final Availability unknown;
  private final Shapes shapes = new Shapes();
  private final Prices prices = new Prices();
  private final Map<OfferId, Entry> entries = new LinkedHashMap<>();
  private final List<Refusal> refused = new ArrayList<>();
  private long rows;

  OfferBook(ProviderId feed, Instant observedAt) {
    this.feed = feed;
    this.observedAt = observedAt;
    this.unknown = Availability.unknown(observedAt);
  }

  /** Counts one more row of the source, and returns how many there are. */
  long countRow() {
    rows++;
    return rows;
  }

  /** Adds an offer for each price of the machine that can be one. */
  void add(Listed listed) {
    try {
      Region region = shapes.region(listed.place());
      InstanceType type = shapes.type(listed);
      for (Listed.Quote quote : listed.quotes()) {
        add(listed, quote, region, type);
      }
    } catch (RefusedRow e) {
      refuse(listed.subject(), e);
    }
  }

  void refuse(String subject, RefusedRow refusal) {
    refused.add(new Refusal(feed, subject, refusal.reason(), refusal.detail(), observedAt));
  }

  /** What was collected, after the comparison of spot with on-demand prices. */
  OfferFeed close() {
    entries.values().removeIf(this::isSpotNotBelowOnDemand);
    return new OfferFeed(entries.values().stream().map(Entry::offer).toList(), refused, rows);
  }

  private void add(Listed listed, Listed.Quote quote, Region region, InstanceType type) {
    try {
      double accelerators = type.accelerators().map(set -> set.count()).orElse(0.0);
      HourlyRate price = prices.read(quote, accelerators);
      enter(offer(listed, quote.capacity(), region, type, price), listed.line());
    } catch (RefusedRow e) {
      refuse(listed.subject() + " " + quote.capacity().wireName(), e);
    }
  }

  private Offer offer(
      Listed listed, CapacityType capacity, Region region, InstanceType type, HourlyRate price)
      throws RefusedRow {
    Optional<String> zone = shapes.zone(listed.place());
    try {
      return new Offer(
          OfferIds.of(region, zone, type, capacity),
          region,
          zone,
          type,
          capacity,
          price,
          unknown,
          observedAt,
          listed.source(),
          Offer.Listing.OPEN);
    } catch (IllegalArgumentException e) {
      throw new RefusedRow(Reason.MALFORMED_ROW, String.valueOf(e.getMessage()));
    }
  }

  /** The first of an id stays. An exact repeat says nothing new; any other is refused. */
  private void enter(Offer offer, long line) throws RefusedRow {
    Entry first = entries.putIfAbsent(offer.id(), new Entry(offer, line));
    if (first != null && !isRepeat(first.offer(), offer)) {
      throw new RefusedRow(
          Reason.DUPLICATE_ID,
          "%s is listed before, at %s; this row says %s for %s"
              .formatted(offer.id(), first.offer().price(), offer.price(), shape(offer)));
    }
  }

  private static boolean isRepeat(Offer one, Offer other) {
    return one.price().equals(other.price())
        && one.instanceType().equals(other.instanceType())
        && one.region().equals(other.region())
        && one.zone().equals(other.zone());
  }

  private static String shape(Offer offer) {
    InstanceType type = offer.instanceType();
    return "%s with %s vCPUs and %s".formatted(type.name(), type.vcpus(), type.memory());
  }

  private boolean isSpotNotBelowOnDemand(Entry spot) {
    if (spot.offer().capacityType() != CapacityType.SPOT) {
      return false;
    }
    Entry onDemand = entries.get(OfferIds.sibling(spot.offer().id(), CapacityType.ON_DEMAND));
    if (onDemand == null || !isNotBelow(spot.offer(), onDemand.offer())) {
      return false;
    }
    String detail =
        "spot at %s is not below on demand at %s"
            .formatted(spot.offer().price(), onDemand.offer().price());
    refuse(spot.subject(), new RefusedRow(Reason.SPOT_NOT_BELOW_ON_DEMAND, detail));
    return true;
  }

  private static boolean isNotBelow(Offer spot, Offer onDemand) {
    return spot.price().perHour().currency().equals(onDemand.price().perHour().currency())
        && spot.price().compareTo(onDemand.price()) >= 0;
  }

  private record Entry(Offer offer, long line) {
    String subject() {
      return "line %d: %s".formatted(line, offer.id());
    }
  }
}
