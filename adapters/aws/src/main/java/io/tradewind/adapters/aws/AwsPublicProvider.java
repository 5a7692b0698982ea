package io.tradewind.adapters.aws;

import io.tradewind.api.Availability;
import io.tradewind.api.Capability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.api.Standing;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.PartialReading;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import io.tradewind.rest.ShapeTable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What AWS publishes of EC2 for everybody: the price list, the spot prices of its price page, and
 * how often spot machines were taken back. A region is the finest place; there are no quotas.
 */
final class AwsPublicProvider implements Provider {
  static final ProviderId ID = new ProviderId("aws-public");

  private static final URI SPOT_PAGE = URI.create("https://aws.amazon.com/ec2/spot/pricing/");

  /** A region's file is hundreds of megabytes and is published anew more than once a day. */
  private static final Duration BETWEEN_DOWNLOADS = Duration.ofHours(6);

  private final Clock clock;
  private final BulkDownload prices;
  private final Supplement<SpotFeed> spotPrices;
  private final Supplement<SpotAdvisor> advice;
  private final PartialReading reading;
  private final List<String> regions;
  private final ShapeTable shapes;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * @param limit the longest reading, and the longest download of one region
   */
  AwsPublicProvider(
      List<String> regions,
      URI bulk,
      RestClient spot,
      RestClient advisor,
      Duration limit,
      Clock clock) {
    this.regions = List.copyOf(regions);
    this.clock = clock;
    shapes = ShapeTable.beside(AwsPublicProvider.class, "shapes.csv");
    prices = new BulkDownload(ID, bulk, limit, type -> shapes.find(type).isPresent());
    spotPrices = new Supplement<>(spot, "/spot.json", SpotFeed::read, clock, SpotFeed.EMPTY);
    advice =
        new Supplement<>(
            advisor, "/spot-advisor-data.json", SpotAdvisor::read, clock, SpotAdvisor.EMPTY);
    reading = new PartialReading(ID, regions, clock, limit);
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.MANY_SELLERS, Capability.SPOT, Capability.AVAILABILITY);
  }

  @Override
  public Standing standing() {
    return Standing.PUBLISHED;
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    List<Refusal> refused = new ArrayList<>();
    SpotFeed spot = spotPrices.read(refused);
    SpotAdvisor advisor = advice.read(refused);
    OfferFeed told = reading.read(region -> read(region, spot, advisor), failure -> false);
    refused.addAll(told.refused());
    return new OfferFeed(told.offers(), refused, told.rows() + refused.size());
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.empty();
  }

  /** Holds no connection between readings. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "public AWS price lists of %s".formatted(regions);
  }

  private OfferFeed read(String region, SpotFeed spot, SpotAdvisor advisor)
      throws ProviderException {
    BulkList list = list(region);
    Instant now = clock.instant();
    OfferBook book = new OfferBook(ID, now);
    for (BulkList.BadRow bad : list.refused()) {
      book.row(
          region + " " + bad.label(),
          () -> {
            throw bad.refusal();
          });
    }
    Place place = new Place(book, new Region(AwsProvider.ID, region), now);
    for (PriceListProduct product : list.products().values()) {
      Optional<InstanceType> type = shapes.find(product.instanceType());
      type.ifPresent(it -> place.addOnDemand(it, product, list, prices.address(region)));
      type.ifPresent(it -> place.addSpot(it, spot, advisor));
    }
    return book.close();
  }

  private BulkList list(String region) throws ProviderException {
    Optional<Known> before = Optional.ofNullable(known.get(region));
    boolean isYoung =
        before.map(it -> it.at().plus(BETWEEN_DOWNLOADS).isAfter(clock.instant())).orElse(false);
    prices
        .read(region, before.flatMap(it -> it.version().tag()), isYoung)
        .ifPresent(version -> known.put(region, new Known(version, clock.instant())));
    return Optional.ofNullable(known.get(region)).orElseThrow().version().list();
  }

  private record Known(BulkDownload.Version version, Instant at) {}

  /** Adds what is on sale in one region. */
  private record Place(OfferBook book, Region region, Instant now) {
    void addOnDemand(InstanceType type, PriceListProduct product, BulkList list, URI file) {
      Source source = source("AWS public price list", file, list.publishedAt());
      book.row(
          region.name() + " " + type.name(),
          () ->
              add(
                  type,
                  CapacityType.ON_DEMAND,
                  product.price(),
                  Availability.unknown(now),
                  source));
    }

    /** Only beside an on-demand price: the page lists types long after a region lost them. */
    void addSpot(InstanceType type, SpotFeed spot, SpotAdvisor advisor) {
      Optional<String> price = spot.price(region.name(), type.name());
      if (price.isEmpty()) {
        return;
      }
      book.row(
          "%s %s spot".formatted(region.name(), type.name()),
          () ->
              add(
                  type,
                  CapacityType.SPOT,
                  Prices.usd(Optional.of(PriceListProduct.decimal(price.get()))),
                  advisor.availability(region.name(), type.name(), now),
                  source("AWS spot price page", SPOT_PAGE, Optional.empty())));
    }

    private void add(
        InstanceType type,
        CapacityType capacity,
        HourlyRate price,
        Availability availability,
        Source source)
        throws RefusedRow {
      book.add(new Listed(region, Optional.empty(), type, capacity, price, availability, source));
    }

    private Source source(String name, URI page, Optional<Instant> asOf) {
      return new Source(
          name, Optional.of(page), Source.Term.LIST, asOf.filter(date -> !date.isAfter(now)));
    }
  }
}
