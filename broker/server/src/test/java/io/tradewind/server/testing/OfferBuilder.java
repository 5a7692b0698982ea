package io.tradewind.server.testing;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An offer of which a test says only what matters to it. */
public final class OfferBuilder {
  public static final Instant NOON = Instant.parse("2026-07-20T12:00:00Z");

  private final String id;
  private Region region = Region.of("aws", "eu-west-1");
  private Optional<String> zone = Optional.empty();
  private String type = "m.large";
  private Optional<AcceleratorSet> accelerators = Optional.empty();
  private double vcpus = 8;
  private double memoryGib = 32;
  private CapacityType capacityType = CapacityType.ON_DEMAND;
  private HourlyRate price = HourlyRate.of("1", "USD");
  private Instant observedAt = NOON;
  private boolean soldOut;
  private Source source =
      new Source("a test", Optional.empty(), Source.Term.LIST, Optional.empty());

  private OfferBuilder(String id) {
    this.id = id;
  }

  public static OfferBuilder offer(String id) {
    return new OfferBuilder(id);
  }

  public OfferBuilder at(String provider, String regionName) {
    region = Region.of(provider, regionName);
    return this;
  }

  public OfferBuilder zone(String name) {
    zone = Optional.of(name);
    return this;
  }

  public OfferBuilder type(String name) {
    type = name;
    return this;
  }

  public OfferBuilder with(String model, double count) {
    accelerators =
        Accelerators.bundled()
            .resolve(model)
            .map(AcceleratorSet::model)
            .map(known -> AcceleratorSet.of(known, count));
    return this;
  }

  public OfferBuilder with(AcceleratorSet set) {
    accelerators = Optional.of(set);
    return this;
  }

  public OfferBuilder memoryGib(double gibibytes) {
    memoryGib = gibibytes;
    return this;
  }

  public OfferBuilder spot() {
    capacityType = CapacityType.SPOT;
    return this;
  }

  /** Dollars an hour. */
  public OfferBuilder price(String amount) {
    return price(amount, "USD");
  }

  public OfferBuilder price(String amount, String currency) {
    price = HourlyRate.of(amount, currency);
    return this;
  }

  public OfferBuilder observedAt(Instant at) {
    observedAt = at;
    return this;
  }

  /** A list or table, without a date of its own. */
  public OfferBuilder source(String name) {
    source = new Source(name, Optional.empty(), Source.Term.LIST, Optional.empty());
    return this;
  }

  public OfferBuilder listed(Instant asOf) {
    source = new Source("a list", Optional.empty(), Source.Term.LIST, Optional.of(asOf));
    return this;
  }

  public OfferBuilder live() {
    source = new Source("an interface", Optional.empty(), Source.Term.LIVE, Optional.empty());
    return this;
  }

  public OfferBuilder declared() {
    source = new Source("a site", Optional.empty(), Source.Term.DECLARED, Optional.empty());
    return this;
  }

  public OfferBuilder soldOut() {
    soldOut = true;
    return this;
  }

  public Offer build() {
    return new Offer(
        new OfferId(id),
        region,
        zone,
        new InstanceType(
            type,
            accelerators,
            vcpus,
            Memory.ofGibibytes(memoryGib),
            Architecture.X86_64,
            Interconnect.UNKNOWN),
        capacityType,
        price,
        soldOut
            ? Availability.flag(false, observedAt, Duration.ofHours(1))
            : Availability.unknown(observedAt),
        observedAt,
        source,
        Offer.Listing.OPEN);
  }
}
