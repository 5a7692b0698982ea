package io.tradewind.adapters.azure;

import com.azure.resourcemanager.compute.fluent.models.ResourceSkuInner;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.ProviderException;
import io.tradewind.api.Region;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RememberedFor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** One reading of one region: what the subscription may start where, joined with what it costs. */
final class RegionOffers {
  private static final String MACHINES = "virtualMachines";
  private static final Duration BELIEVED = Duration.ofHours(1);

  private final AzureSession session;
  private final String region;
  private final Set<String> families;
  private final RegionPrices.Sheet prices;
  private final Instant now;
  private final OfferBook book;
  private final Set<String> unpriced = new HashSet<>();
  private RegionQuota quota = RegionQuota.UNKNOWN;

  /**
   * @param prices whose age the offers have, which may be more than that of their availability
   */
  RegionOffers(
      AzureSession session,
      String region,
      Set<String> families,
      RememberedFor.Dated<RegionPrices.Sheet> prices,
      Instant now) {
    this.session = session;
    this.region = region;
    this.families = families;
    this.prices = prices.value();
    this.now = now;
    book = new OfferBook(AzureProvider.ID, prices.at());
  }

  /** May be called once. */
  OfferFeed read() throws ProviderException {
    readQuota();
    session.sizes(region, this::add);
    return together(prices.rows(), book.close());
  }

  /** It may need a permission of its own: without it the offers stay. */
  private void readQuota() throws ProviderException {
    try {
      var told = session.usages(region);
      book.row(label("quotas"), () -> quota = RegionQuota.of(told));
    } catch (ProviderException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      book.row(
          label("quotas"),
          () -> {
            throw new RefusedRow(
                Reason.UNREADABLE_PART, "%s: %s".formatted(e.fault(), e.getMessage()));
          });
    }
  }

  private void add(ResourceSkuInner told) {
    String name = String.valueOf(told.name());
    if (MACHINES.equals(told.resourceType())
        && families.contains(Sizes.family(name))
        && !name.endsWith("_Promo")) {
      book.row(label(name), () -> add(Size.of(told, region)));
    }
  }

  private void add(Size size) throws RefusedRow {
    Optional<RetailItem> onDemand = prices.find(size.type().name(), CapacityType.ON_DEMAND);
    Optional<RetailItem> spot =
        prices.find(size.type().name(), CapacityType.SPOT).filter(item -> size.isSoldAsSpot());
    for (Size.Place place : size.places()) {
      if (onDemand.isPresent()) {
        book.add(listed(size, place, onDemand.get()));
      }
      if (spot.isPresent()) {
        book.add(listed(size, place, spot.get()));
      }
    }
    if (onDemand.isEmpty() && unpriced.add(size.type().name())) {
      throw new RefusedRow(Reason.PRICE_MISSING, "the price list has no price of it here");
    }
  }

  private Listed listed(Size size, Size.Place place, RetailItem item) {
    return new Listed(
        new Region(AzureProvider.ID, region),
        place.zone().map(number -> region + "-" + number),
        size.type(),
        item.capacity(),
        item.price(),
        availability(size, place, item.capacity()),
        item.source());
  }

  /** Azure tells what a subscription may start, not what is in stock. */
  private Availability availability(Size size, Size.Place place, CapacityType capacity) {
    Optional<Availability.State> state =
        place
            .restriction()
            .or(
                () ->
                    quota.forbids(size, capacity)
                        ? Optional.of(Availability.State.NO_QUOTA)
                        : Optional.empty());
    return state
        .map(
            known ->
                new Availability(
                    known, Availability.Kind.FLAG, OptionalDouble.empty(), now, BELIEVED))
        .orElseGet(() -> Availability.unknown(now));
  }

  private static OfferFeed together(OfferFeed prices, OfferFeed sizes) {
    List<Offer> offers = sizes.offers();
    List<Refusal> refused = new ArrayList<>(prices.refused());
    refused.addAll(sizes.refused());
    return new OfferFeed(offers, refused, prices.rows() + sizes.rows());
  }

  private String label(String what) {
    return region + " " + what;
  }
}
