package io.tradewind.adapters.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** One reading of one region: what is on sale where, joined with what it costs. */
final class RegionOffers {
  private static final URI PRICES = URI.create("https://aws.amazon.com/ec2/pricing/on-demand/");
  private static final URI SPOT = URI.create("https://aws.amazon.com/ec2/spot/pricing/");
  private static final Duration QUOTA_TIME = Duration.ofHours(1);

  private final AwsRegion api;
  private final AwsSettings settings;
  private final Instant now;
  private final OfferBook book;
  private final Region region;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private Quotas quotas = Quotas.UNKNOWN;

  RegionOffers(ProviderId feed, AwsRegion api, AwsSettings settings, Instant now) {
    this.api = api;
    this.settings = settings;
    this.now = now;
    book = new OfferBook(feed, now);
    region = new Region(feed, api.name());
  }

  /** May be called once. */
  OfferFeed read() throws ProviderException {
    for (InstanceTypeInfo info : api.types(settings.families())) {
      readShape(info);
    }
    Set<Placed> placed = placed();
    if (placed.isEmpty()) {
      return book.close();
    }
    ZoneIds zones = new ZoneIds(api.zoneIds());
    optional("quotas", () -> quotas = Quotas.of(api.quotas()));
    addOnDemand(placed, products());
    addSpot(placed, zones);
    addBlocks(placed, zones);
    return book.close();
  }

  private void readShape(InstanceTypeInfo info) {
    String name = String.valueOf(info.instanceTypeAsString());
    if (!settings.families().contains(name)) {
      return;
    }
    book.row(label(name), () -> shapes.putIfAbsent(name, Shape.of(info)));
  }

  /** Every type in every zone, once. */
  private Set<Placed> placed() throws ProviderException {
    Set<Placed> placed = new LinkedHashSet<>();
    for (InstanceTypeOffering offering : api.offerings(settings.families())) {
      Shape shape = shapes.get(offering.instanceTypeAsString());
      if (shape != null && offering.location() != null) {
        placed.add(new Placed(shape, offering.location()));
      }
    }
    return placed;
  }

  private Map<String, PriceListProduct> products() throws ProviderException {
    Map<String, PriceListProduct> byType = new HashMap<>();
    api.products(json -> readProduct(PriceListProduct.tree(json), byType));
    return byType;
  }

  private void readProduct(Optional<JsonNode> told, Map<String, PriceListProduct> byType) {
    book.row(
        told.map(root -> PriceListProduct.label(api.name(), root)).orElse(label("product")),
        () -> {
          JsonNode root = told.orElseThrow(() -> RefusedRow.malformed("the product is no JSON"));
          Optional<PriceListProduct> product =
              PriceListProduct.of(api.name(), shapes::containsKey, root);
          if (product.isPresent()) {
            add(byType, product.get());
          }
        });
  }

  private static void add(Map<String, PriceListProduct> byType, PriceListProduct product)
      throws RefusedRow {
    PriceListProduct first = byType.putIfAbsent(product.instanceType(), product);
    if (first != null && !first.price().equals(product.price())) {
      throw new RefusedRow(
          Reason.DUPLICATE_ID,
          "the price is %s; a product before says %s".formatted(product.price(), first.price()));
    }
  }

  private void addOnDemand(Set<Placed> placed, Map<String, PriceListProduct> products) {
    Set<String> priceless = new LinkedHashSet<>();
    for (Placed machine : placed) {
      String type = machine.shape().type().name();
      Optional<PriceListProduct> product = Optional.ofNullable(products.get(type));
      if (machine.shape().isSoldAs("on-demand")) {
        product.ifPresentOrElse(it -> addOnDemand(machine, it), () -> priceless.add(type));
      }
    }
    priceless.forEach(
        type -> book.row(label(type), () -> refuse(Reason.PRICE_MISSING, "it has no list price")));
  }

  private void addOnDemand(Placed machine, PriceListProduct product) {
    Source source = source("AWS Price List", PRICES, product.since());
    book.row(
        label(product.instanceType()),
        () -> add(machine, CapacityType.ON_DEMAND, product.price(), source));
  }

  private void addSpot(Set<Placed> placed, ZoneIds zones) throws ProviderException {
    Map<Placed, SpotPrice> latest = new LinkedHashMap<>();
    for (SpotPrice price : api.spotPrices(settings.families(), now)) {
      Shape shape = shapes.get(price.instanceTypeAsString());
      if (shape != null) {
        book.row(
            spotLabel(shape, price.availabilityZone()),
            () -> {
              String zone = zones.of(price.availabilityZoneId(), price.availabilityZone());
              latest.merge(new Placed(shape, zone), price, RegionOffers::later);
            });
      }
    }
    latest.keySet().retainAll(placed);
    latest.forEach(
        (at, price) -> book.attempt(spotLabel(at.shape(), at.zoneId()), () -> addSpot(at, price)));
  }

  private void addSpot(Placed at, SpotPrice price) throws RefusedRow {
    BigDecimal amount = PriceListProduct.decimal(String.valueOf(price.spotPrice()));
    add(
        at,
        CapacityType.SPOT,
        Prices.usd(Optional.of(amount)),
        source("AWS spot price history", SPOT, Optional.ofNullable(price.timestamp())));
  }

  private static SpotPrice later(SpotPrice one, SpotPrice other) {
    Instant first = Optional.ofNullable(one.timestamp()).orElse(Instant.MIN);
    Instant second = Optional.ofNullable(other.timestamp()).orElse(Instant.MIN);
    return second.isAfter(first) ? other : one;
  }

  private void addBlocks(Set<Placed> placed, ZoneIds zones) throws ProviderException {
    if (settings.capacityBlockHours() == 0) {
      return;
    }
    CapacityBlocks blocks =
        new CapacityBlocks(api, region, zones, settings.capacityBlockHours(), book);
    for (InstanceType type : soldAsBlocks(placed)) {
      optional("capacity blocks of " + type.name(), () -> blocks.add(type));
    }
  }

  private static List<InstanceType> soldAsBlocks(Set<Placed> placed) {
    return placed.stream()
        .map(Placed::shape)
        .filter(shape -> shape.isSoldAs("capacity-block"))
        .map(Shape::type)
        .distinct()
        .toList();
  }

  private void add(Placed at, CapacityType capacity, HourlyRate price, Source source)
      throws RefusedRow {
    InstanceType type = at.shape().type();
    book.add(
        new Listed(
            region,
            Optional.of(at.zoneId()),
            type,
            capacity,
            price,
            availability(type, capacity),
            source));
  }

  /** An offering is no capacity: whether there is any, only a start tells. */
  private Availability availability(InstanceType type, CapacityType capacity) {
    return quotas.forbids(type, capacity)
        ? new Availability(
            Availability.State.NO_QUOTA,
            Availability.Kind.FLAG,
            OptionalDouble.empty(),
            now,
            QUOTA_TIME)
        : Availability.unknown(now);
  }

  private Source source(String name, URI page, Optional<Instant> asOf) {
    return new Source(
        name, Optional.of(page), Source.Term.LIVE, asOf.filter(date -> !date.isAfter(now)));
  }

  /** A part that may need a permission of its own: without it the others stay. */
  private void optional(String what, Part part) throws ProviderException {
    try {
      part.read();
    } catch (ProviderException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      book.row(
          label(what),
          () -> refuse(Reason.UNREADABLE_PART, "%s: %s".formatted(e.fault(), e.getMessage())));
    }
  }

  private static void refuse(Reason reason, String detail) throws RefusedRow {
    throw new RefusedRow(reason, detail);
  }

  private String spotLabel(Shape shape, @Nullable String zone) {
    return label("%s spot in %s".formatted(shape.type().name(), zone));
  }

  private String label(String what) {
    return api.name() + " " + what;
  }

  /** A type of machine in a zone. */
  private record Placed(Shape shape, String zoneId) {}

  private interface Part {
    void read() throws ProviderException;
  }
}
