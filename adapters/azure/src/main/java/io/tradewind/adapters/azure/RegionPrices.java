package io.tradewind.adapters.azure;

import io.tradewind.api.CapacityType;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderException;
import io.tradewind.rest.Json;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RememberedFor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the public price list says of one region. It changes some times a month, so it is read at
 * most once an hour, while sizes and quotas are asked for at every reading.
 */
final class RegionPrices {
  private static final Duration BETWEEN_READINGS = Duration.ofHours(1);

  private final RetailPrices retail;
  private final String region;
  private final Set<String> families;
  private final Clock clock;
  private final RememberedFor<Sheet> remembered;

  RegionPrices(RetailPrices retail, String region, Set<String> families, Clock clock) {
    this.retail = retail;
    this.region = region;
    this.families = families;
    this.clock = clock;
    remembered = new RememberedFor<>(clock, BETWEEN_READINGS);
  }

  /** With the time at which it was read. */
  RememberedFor.Dated<Sheet> read() throws ProviderException {
    return remembered.read(this::readNow);
  }

  private Sheet readNow() throws ProviderException {
    Map<Key, RetailItem> items = new HashMap<>();
    OfferBook rows = new OfferBook(AzureProvider.ID, clock.instant());
    for (String beginning : Sizes.beginnings(families)) {
      retail.read(
          region,
          beginning,
          item -> rows.row(RetailItem.label(item), () -> add(item, items, rows.observedAt())));
    }
    return new Sheet(Map.copyOf(items), rows.close());
  }

  private void add(Json row, Map<Key, RetailItem> items, Instant now) throws RefusedRow {
    Optional<RetailItem> sold =
        RetailItem.of(row, region, size -> families.contains(Sizes.family(size)), now);
    if (sold.isPresent()) {
      RetailItem item = sold.get();
      RetailItem first = items.putIfAbsent(new Key(Sizes.key(item.size()), item.capacity()), item);
      if (first != null && !first.price().equals(item.price())) {
        throw new RefusedRow(
            Reason.DUPLICATE_ID,
            "%s is listed before at %s; this row says %s"
                .formatted(item.size(), first.price(), item.price()));
      }
    }
  }

  /**
   * A region's prices.
   *
   * @param rows how many were read, and which were refused
   */
  record Sheet(Map<Key, RetailItem> items, OfferFeed rows) {
    Optional<RetailItem> find(String size, CapacityType capacity) {
      return Optional.ofNullable(items.get(new Key(Sizes.key(size), capacity)));
    }
  }

  private record Key(String size, CapacityType capacity) {}
}
