package io.tradewind.adapters.azure;

import io.tradewind.api.AccountReport;
import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.PartialReading;
import io.tradewind.rest.RestClient;
import io.tradewind.rest.RestLimits;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Azure as one subscription sees it: its sizes, its zones, its quotas. */
final class AzureProvider implements Provider {
  static final ProviderId ID = new ProviderId("azure");

  private final AzureSettings settings;
  private final AzureSession session;
  private final Clock clock;
  private final RetailPrices retail;
  private final PartialReading reading;
  private final Map<String, RegionPrices> prices = new ConcurrentHashMap<>();
  private final Optional<Provisioner> provisioner;

  AzureProvider(AzureSettings settings, AzureSession session, Clock clock, Pause pause) {
    this.settings = settings;
    this.session = session;
    this.clock = clock;
    retail = new RetailPrices(client(settings));
    reading = new PartialReading(ID, settings.regions(), clock, settings.readingLimit());
    provisioner =
        Optional.of(settings.provisioning())
            .filter(AzureSettings.Provisioning::enabled)
            .map(wanted -> new AzureProvisioner(session, wanted, clock, pause));
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> claimed = EnumSet.of(Capability.SPOT, Capability.AVAILABILITY);
    provisioner.ifPresent(
        any -> claimed.addAll(EnumSet.of(Capability.PROVISION, Capability.PRIVATE_NETWORK)));
    return claimed;
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    session.requireToken();
    return reading.read(this::read, AzureProvider::isAboutTheSubscription);
  }

  @Override
  public AccountReport check() throws ProviderException {
    session.requireToken();
    return AzureCheck.report(settings.subscription(), session.permissions());
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return provisioner;
  }

  /** Nothing is held between calls but a token. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "Azure subscription %s in %s".formatted(settings.subscription(), settings.regions());
  }

  /** Azure grants and throttles by subscription, not by region. */
  private static boolean isAboutTheSubscription(ProviderException failure) {
    return failure.fault() == Fault.CREDENTIALS_REFUSED || failure.fault() == Fault.THROTTLED;
  }

  private OfferFeed read(String region) throws ProviderException {
    RegionPrices known =
        prices.computeIfAbsent(
            region, name -> new RegionPrices(retail, name, settings.families(), clock));
    return new RegionOffers(session, region, settings.families(), known.read(), clock.instant())
        .read();
  }

  /** The price list is public: no token goes there. */
  private static RestClient client(AzureSettings settings) {
    return new RestClient(
        ID,
        settings.retail(),
        Optional.empty(),
        RestLimits.STANDARD.whole(settings.callLimit()),
        RetailPrices.patience());
  }
}
