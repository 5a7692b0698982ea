package io.tradewind.adapters.aws;

import io.tradewind.api.AccountReport;
import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.PartialReading;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Amazon EC2 as one account sees it: its regions, its zones, its quotas. */
final class AwsProvider implements Provider {
  static final ProviderId ID = new ProviderId("aws");

  private final AwsSettings settings;
  private final Clock clock;
  private final AwsSession session;
  private final PartialReading reading;
  private final Optional<Provisioner> provisioner;

  AwsProvider(AwsSettings settings, Clock clock, CallPatience patience) {
    this.settings = settings;
    this.clock = clock;
    session = new AwsSession(ID, settings, patience);
    reading = new PartialReading(ID, settings.regions(), clock, settings.readingLimit());
    provisioner =
        settings.mayProvision()
            ? Optional.of(new AwsProvisioner(ID, session, settings, clock))
            : Optional.empty();
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> claimed = EnumSet.of(Capability.SPOT, Capability.AVAILABILITY);
    if (provisioner.isPresent()) {
      claimed.add(Capability.PROVISION);
      claimed.add(Capability.PRIVATE_NETWORK);
    }
    return claimed;
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    session.requireIdentity();
    return reading.read(this::read, session::isRefusedEverywhere);
  }

  @Override
  public AccountReport check() throws ProviderException {
    return new AwsCheck(session, settings).report();
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return provisioner;
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public String toString() {
    return "%s in %s".formatted(session, settings.regions());
  }

  private OfferFeed read(String region) throws ProviderException {
    try (AwsRegion api = session.open(region)) {
      return new RegionOffers(ID, api, settings, clock.instant()).read();
    }
  }
}
