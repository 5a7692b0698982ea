package io.tradewind.adapters.nebius;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tradewind.adapters.nebius.NebiusApi.Project;
import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.PartialReading;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** In every region where the tenant has a project: platforms, prices and free capacity. */
final class NebiusProvider implements Provider {
  static final ProviderId ID = ProviderId.of("nebius");

  private static final Duration LONGEST_READING = Duration.ofMinutes(4);

  private final Calls calls;
  private final NebiusApi api;
  private final String tenant;
  private final Optional<Provisioner> provisioner;
  private final Clock clock;
  private final PriceList prices;
  private List<String> regions = List.of();
  private PartialReading reading;

  NebiusProvider(
      Calls calls, NebiusApi api, String tenant, Optional<Provisioner> provisioner, Clock clock) {
    this.calls = calls;
    this.api = api;
    this.tenant = tenant;
    this.provisioner = provisioner;
    this.clock = clock;
    prices = new PriceList(api, clock);
    reading = reading(regions);
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> claimed = EnumSet.of(Capability.AVAILABILITY, Capability.SPOT);
    provisioner.ifPresent(any -> claimed.add(Capability.PROVISION));
    return claimed;
  }

  @Override
  public synchronized OfferFeed offers() throws ProviderException {
    Map<String, String> projects = projects();
    if (projects.isEmpty()) {
      return new OfferBook(ID, clock.instant()).close();
    }
    prices.ask(projects);
    List<String> known = List.copyOf(projects.keySet());
    if (!known.equals(regions)) {
      regions = known;
      reading = reading(known);
    }
    Stock stock = stock();
    return reading.read(
        region -> read(region, projects.getOrDefault(region, ""), stock),
        failure -> failure.fault() == Fault.CREDENTIALS_REFUSED);
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return provisioner;
  }

  @Override
  public void close() {
    calls.close();
  }

  @Override
  public String toString() {
    return "%s of %s".formatted(ID, tenant);
  }

  /** One of each region, by the region's name: prices and platforms are asked for in one. */
  private Map<String, String> projects() throws ProviderException {
    Map<String, String> byRegion = new LinkedHashMap<>();
    for (Project project : api.projects(tenant)) {
      byRegion.putIfAbsent(project.region(), project.id());
    }
    return byRegion;
  }

  private OfferFeed read(String region, String project, Stock stock) throws ProviderException {
    List<Wire> platforms = api.platforms(project);
    OfferBook book = new OfferBook(ID, clock.instant());
    return new RegionReading(region, prices, stock, book).of(platforms);
  }

  /** Advice is a service of its own, which an account need not have: then nothing is known. */
  private Stock stock() throws ProviderException {
    try {
      return Stock.of(api.advice(tenant));
    } catch (InvalidProtocolBufferException e) {
      throw Calls.unreadable(Method.LIST_ADVICE, e);
    } catch (ProviderException e) {
      if (e.fault() == Fault.CREDENTIALS_REFUSED || e.fault() == Fault.UNEXPECTED) {
        return new Stock();
      }
      throw e;
    }
  }

  private PartialReading reading(List<String> of) {
    return new PartialReading(ID, of, clock, LONGEST_READING);
  }
}
