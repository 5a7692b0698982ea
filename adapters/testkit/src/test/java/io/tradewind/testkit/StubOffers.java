package io.tradewind.testkit;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Offers that keep the invariants, and the parts to break them with. */
final class StubOffers {
  private StubOffers() {}

  static OfferFeed honest(ProviderContext context) {
    Instant now = context.clock().instant();
    return OfferFeed.of(List.of(onDemand("2.00", now), spot("0.70", now)));
  }

  /** As a feed over HTTP tells them: each with a page where its price can be checked. */
  static OfferFeed live(ProviderContext context) {
    return OfferFeed.of(honest(context).offers().stream().map(StubOffers::withPage).toList());
  }

  static OfferFeed honestAnd(ProviderContext context, Offer more) {
    return OfferFeed.of(Stream.concat(honest(context).offers().stream(), Stream.of(more)).toList());
  }

  static Offer onDemand(String price, Instant at) {
    return offer("stub", "a:on_demand", CapacityType.ON_DEMAND, price, at, model("A10"));
  }

  static Offer spot(String price, Instant at) {
    return offer("stub", "a:spot", CapacityType.SPOT, price, at, model("A10"));
  }

  static Offer offer(
      String seller,
      String id,
      CapacityType capacity,
      String price,
      Instant at,
      AcceleratorModel model) {
    return new Offer(
        new OfferId(id),
        Region.of(seller, "north"),
        Optional.empty(),
        new InstanceType(
            "gpu-1",
            Optional.of(AcceleratorSet.of(model, 1)),
            8,
            Memory.ofGibibytes(32),
            Architecture.X86_64,
            Interconnect.UNKNOWN),
        capacity,
        HourlyRate.of(price, "USD"),
        Availability.count(3, at, Duration.ofMinutes(5)),
        at,
        new Source("stub", Optional.empty(), Source.Term.LIVE, Optional.empty()),
        Offer.Listing.OPEN);
  }

  static Offer withoutAvailability(Offer offer) {
    return new Offer(
        offer.id(),
        offer.region(),
        offer.zone(),
        offer.instanceType(),
        offer.capacityType(),
        offer.price(),
        Availability.unknown(offer.observedAt()),
        offer.observedAt(),
        offer.source(),
        offer.listing());
  }

  private static Offer withPage(Offer offer) {
    return new Offer(
        offer.id(),
        offer.region(),
        offer.zone(),
        offer.instanceType(),
        offer.capacityType(),
        offer.price(),
        offer.availability(),
        offer.observedAt(),
        new Source(
            "stub",
            Optional.of(URI.create("https://stub.example")),
            Source.Term.LIVE,
            Optional.empty()),
        offer.listing());
  }

  static AcceleratorModel model(String name) {
    return Accelerators.bundled().resolve(name).orElseThrow().model();
  }

  /** A model that nobody has entered into the table. */
  static AcceleratorModel unlisted() {
    AcceleratorModel known = model("A10");
    return new AcceleratorModel(
        "A10-Mystery",
        known.kind(),
        known.vendor(),
        known.architecture(),
        known.hostArchitecture(),
        known.memory(),
        known.usableMemory(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        known.interconnect(),
        known.stack(),
        OptionalDouble.empty(),
        "nobody");
  }
}
