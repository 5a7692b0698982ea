package io.tradewind.adapters.azure;

import io.tradewind.api.Availability;
import io.tradewind.api.Capability;
import io.tradewind.api.InstanceType;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Region;
import io.tradewind.api.Standing;
import io.tradewind.rest.Json;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.PartialReading;
import io.tradewind.rest.RefusedRow;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The public price list, joined with bundled shapes. It sells nothing itself. */
final class AzureRetailProvider implements Provider {
  static final ProviderId ID = ProviderId.of("azure-retail");

  private static final int MOST_FAILING_REGIONS = 3;
  private static final Duration LONGEST_READING = Duration.ofSeconds(90);

  private final RetailPrices prices;
  private final Clock clock;
  private final List<String> regions;
  private final PartialReading reading;
  private volatile boolean hasAnswered;

  AzureRetailProvider(RetailPrices prices, Clock clock, List<String> regions) {
    this.prices = prices;
    this.clock = clock;
    this.regions = List.copyOf(regions);
    reading = new PartialReading(ID, regions, clock, LONGEST_READING);
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  /** The offers are Azure's, told by a feed of another name. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.MANY_SELLERS, Capability.SPOT);
  }

  @Override
  public Standing standing() {
    return Standing.PUBLISHED;
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    AtomicInteger failing = new AtomicInteger();
    return reading.read(this::read, failure -> isTheWholeApi(failure, failing.incrementAndGet()));
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.empty();
  }

  /** Nothing is held between calls. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "%s in %d regions (%s)".formatted(ID, regions.size(), prices.client());
  }

  /** One region may be ill; a refusal, or several ill ones, concern us or the API as a whole. */
  private boolean isTheWholeApi(ProviderException failure, int failing) {
    return !hasAnswered
        || failing > MOST_FAILING_REGIONS
        || failure.fault() == Fault.THROTTLED
        || failure.fault() == Fault.CREDENTIALS_REFUSED;
  }

  private OfferFeed read(String region) throws ProviderException {
    OfferBook book = new OfferBook(ID, clock.instant());
    prices.read(
        region,
        "Standard_N",
        item -> book.row(RetailItem.label(item), () -> add(item, region, book)));
    hasAnswered = true;
    return book.close();
  }

  private static void add(Json item, String region, OfferBook book) throws RefusedRow {
    Optional<RetailItem> sold =
        RetailItem.of(item, region, Sizes::isAccelerated, book.observedAt());
    if (sold.isPresent()) {
      book.add(listed(sold.get(), region, book));
    }
  }

  private static Listed listed(RetailItem item, String region, OfferBook book) throws RefusedRow {
    return new Listed(
        new Region(AzureProvider.ID, region),
        Optional.empty(),
        shape(item.size()),
        item.capacity(),
        item.price(),
        Availability.unknown(book.observedAt()),
        item.source());
  }

  private static InstanceType shape(String size) throws RefusedRow {
    return Sizes.find(size).orElseThrow(() -> unknown(size));
  }

  static RefusedRow unknown(String size) {
    return new RefusedRow(
        Reason.UNKNOWN_ACCELERATOR,
        "%s has accelerators, but is not in gpu-shapes.csv".formatted(size));
  }
}
