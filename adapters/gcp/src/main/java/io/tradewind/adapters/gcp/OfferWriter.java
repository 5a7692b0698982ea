package io.tradewind.adapters.gcp;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Prices machines from their parts and puts them into the book. */
final class OfferWriter {
  static final Source SOURCE =
      new Source(
          "Google Cloud Billing catalogue",
          Optional.of(URI.create("https://cloud.google.com/skus")),
          Source.Term.LIVE,
          Optional.empty());

  private final UnitPrices prices;
  private final Map<String, RegionQuota> quotas;
  private final OfferBook book;
  private final Instant now;
  private final Set<String> complaints = new HashSet<>();

  /**
   * @param quotas by region; a region that is absent is unknown
   * @param now when they were read, which may be later than the prices
   */
  OfferWriter(UnitPrices prices, Map<String, RegionQuota> quotas, OfferBook book, Instant now) {
    this.prices = prices;
    this.quotas = quotas;
    this.book = book;
    this.now = now;
  }

  /** On all terms that it is sold and priced on. A machine that is seen but not priced is noted. */
  void seen(Recipe recipe, String region, String zone) {
    write(recipe, region, Optional.of(zone));
  }

  /** Nothing is noted where it has no price: it may not be sold there at all. */
  void presumed(Recipe recipe, String region) {
    write(recipe, region, Optional.empty());
  }

  private void write(Recipe recipe, String region, Optional<String> zone) {
    for (CapacityType capacity : recipe.capacities()) {
      Optional<Part> missing = firstUnpriced(recipe, region, capacity);
      if (missing.isEmpty()) {
        book.attempt(
            "%s %s".formatted(zone.orElse(region), recipe.type().name()),
            () -> book.add(listed(recipe, region, zone, capacity)));
      } else if (zone.isPresent() && capacity == CapacityType.ON_DEMAND) {
        complain(missing.get(), region);
      }
    }
  }

  private void complain(Part part, String region) {
    if (complaints.add(part + region)) {
      book.attempt(
          region,
          () -> {
            throw new RefusedRow(Reason.PRICE_MISSING, "there is no price for the " + part);
          });
    }
  }

  private Listed listed(Recipe recipe, String region, Optional<String> zone, CapacityType capacity)
      throws RefusedRow {
    return new Listed(
        new Region(GcpProvider.ID, region),
        zone,
        recipe.type(),
        capacity,
        Prices.usd(Optional.of(price(recipe, region, capacity))),
        availability(recipe, region, capacity),
        SOURCE,
        recipe.nativeId());
  }

  private BigDecimal price(Recipe recipe, String region, CapacityType capacity) {
    List<Recipe.Line> lines = lines(recipe, region, capacity);
    return lines.stream()
        .map(line -> price(line.part(), region, capacity).multiply(line.quantity()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private BigDecimal price(Part part, String region, CapacityType capacity) {
    return prices
        .find(part, region, capacity)
        .orElseThrow(() -> new IllegalStateException("%s has no price".formatted(part)));
  }

  private Optional<Part> firstUnpriced(Recipe recipe, String region, CapacityType capacity) {
    return lines(recipe, region, capacity).stream()
        .map(Recipe.Line::part)
        .filter(part -> prices.find(part, region, capacity).isEmpty())
        .findFirst();
  }

  /** All-in where the catalogue prices it so, else part by part. */
  private List<Recipe.Line> lines(Recipe recipe, String region, CapacityType capacity) {
    return recipe
        .slices()
        .filter(line -> prices.find(line.part(), region, capacity).isPresent())
        .findFirst()
        .map(List::of)
        .orElseGet(recipe::parts);
  }

  private Availability availability(Recipe recipe, String region, CapacityType capacity) {
    RegionQuota quota = quotas.get(region);
    if (quota == null || recipe.accelerator().isEmpty()) {
      return Availability.unknown(now);
    }
    double count = recipe.type().accelerators().map(set -> set.count()).orElse(0.0);
    return quota.availability(recipe.accelerator().get(), count, capacity, now);
  }
}
