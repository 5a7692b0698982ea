package io.tradewind.adapters.alibaba;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.PartialReading;
import io.tradewind.rest.RememberedFor;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Region by region, what each zone sells by the hour and spot, sold out included. */
final class AlibabaProvider implements Provider {
  static final ProviderId ID = ProviderId.of("alibaba");

  private static final Duration LONGEST_READING = Duration.ofMinutes(4);
  private static final Duration SHAPES_HOLD = Duration.ofHours(6);

  private final Ecs ecs;
  private final List<String> regions;
  private final Clock clock;
  private final PriceList prices;
  private final RememberedFor<Shapes> shapes;
  private final PartialReading reading;

  AlibabaProvider(Ecs ecs, List<String> regions, Clock clock) {
    this.ecs = ecs;
    this.regions = List.copyOf(regions);
    this.clock = clock;
    prices = new PriceList(ecs, clock);
    shapes = new RememberedFor<>(clock, SHAPES_HOLD);
    reading = new PartialReading(ID, regions, clock, LONGEST_READING);
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.AVAILABILITY, Capability.SPOT);
  }

  /** One key reads every region: where it is refused, it is refused everywhere. */
  @Override
  public synchronized OfferFeed offers() throws ProviderException {
    return reading.read(this::read, failure -> failure.fault() == Fault.CREDENTIALS_REFUSED);
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
    return "%s in %s".formatted(ID, regions);
  }

  private OfferFeed read(String region) throws ProviderException {
    Shapes known = shapes.read(() -> Shapes.read(ecs, region)).value();
    Stock onDemand = Stock.read(ecs, region, "NoSpot");
    Stock spot = Stock.read(ecs, region, "SpotAsPriceGo");
    OfferBook book = new OfferBook(ID, clock.instant());
    return new RegionReading(region, known, prices, book).of(onDemand, spot);
  }
}
