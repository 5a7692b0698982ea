package io.tradewind.adapters.azureretail;

import io.tradewind.api.Capability;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RestClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The public price list, region by region, since its paging is no snapshot. A region that fails
 * while others answer keeps its last reading, which ages. It sells nothing itself.
 */
final class AzureRetailProvider implements Provider {
  static final ProviderId ID = ProviderId.of("azure-retail");

  private static final int MOST_PAGES = 50;
  private static final int MOST_FAILING_REGIONS = 3;

  private final RestClient client;
  private final Clock clock;
  private final List<String> regions;
  private final RetailRow rows = new RetailRow();
  private final Map<String, OfferFeed> lastReadings = new HashMap<>();

  AzureRetailProvider(RestClient client, Clock clock, List<String> regions) {
    this.client = client;
    this.clock = clock;
    this.regions = List.copyOf(regions);
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
  public synchronized OfferFeed offers() throws ProviderException {
    List<ProviderException> failures = new ArrayList<>();
    for (String region : regions) {
      try {
        lastReadings.put(region, read(region));
      } catch (ProviderException e) {
        failures.add(e);
        if (isTheWholeApi(e, failures.size())) {
          throw e;
        }
      }
    }
    return together();
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
    return "%s (%s)".formatted(ID, client);
  }

  /** One region may be ill; a refusal, or several ill ones, concern us or the API as a whole. */
  private boolean isTheWholeApi(ProviderException failure, int failing) {
    return lastReadings.isEmpty()
        || failing > MOST_FAILING_REGIONS
        || failing == regions.size()
        || failure.fault() == Fault.THROTTLED
        || failure.fault() == Fault.CREDENTIALS_REFUSED;
  }

  private OfferFeed together() {
    List<Offer> offers = new ArrayList<>();
    List<OfferFeed.Refusal> refused = new ArrayList<>();
    long count = 0;
    for (String region : regions) {
      OfferFeed reading = lastReadings.getOrDefault(region, OfferFeed.of(List.of()));
      offers.addAll(reading.offers());
      refused.addAll(reading.refused());
      count += reading.rows();
    }
    return new OfferFeed(offers, refused, count);
  }

  private OfferFeed read(String region) throws ProviderException {
    OfferBook book = new OfferBook(ID, clock.instant());
    Optional<Call> next = Optional.of(firstPage(region));
    for (int page = 1; next.isPresent(); page++) {
      if (page > MOST_PAGES) {
        throw new ProviderException(
            ID, Fault.UNEXPECTED, "%s has more than %d pages.".formatted(region, MOST_PAGES));
      }
      next = readPage(next.get(), region, book);
    }
    return book.close();
  }

  private Optional<Call> readPage(Call call, String region, OfferBook book)
      throws ProviderException {
    Optional<String> link =
        client.read(
            call,
            reply -> {
              Json rest = reply.each("Items", item -> rows.read(item, region, book));
              return rest.optionalText("NextPageLink");
            });
    return link.isPresent() ? Optional.of(client.follow(link.get())) : Optional.empty();
  }

  private static Call firstPage(String region) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("api-version", "2023-01-01-preview");
    parameters.put("currencyCode", "USD");
    parameters.put(
        "$filter",
        "serviceName eq 'Virtual Machines' and priceType eq 'Consumption' and armRegionName eq '%s'"
                .formatted(region.replace("'", ""))
            + " and contains(armSkuName, 'Standard_N')");
    return Call.get("/api/retail/prices", parameters);
  }
}
