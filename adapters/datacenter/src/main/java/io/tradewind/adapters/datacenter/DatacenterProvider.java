package io.tradewind.adapters.datacenter;

import io.tradewind.api.Capability;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Site;
import io.tradewind.api.SiteDirectory;
import io.tradewind.api.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The feed of all enrolled sites. The seller of an offer is the site's own provider, such as {@code
 * local}.
 */
public final class DatacenterProvider implements Provider {
  static final ProviderId ID = new ProviderId("datacenter");

  private final SiteDirectory sites;

  DatacenterProvider(SiteDirectory sites) {
    this.sites = sites;
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.PROVISION,
        Capability.RESIDENT_AGENT,
        Capability.PRIVATE_NETWORK,
        Capability.MANY_SELLERS,
        Capability.SPOT,
        Capability.AVAILABILITY);
  }

  @Override
  public Standing standing() {
    return Standing.SELLER;
  }

  @Override
  public boolean asksAway() {
    return false;
  }

  @Override
  public OfferFeed offers() {
    List<Offer> offers = new ArrayList<>();
    List<OfferFeed.Refusal> refused = new ArrayList<>();
    List<Site> all = sites.sites();
    for (Site site : all) {
      refused.addAll(SiteOffers.refusals(site));
      offers.addAll(SiteOffers.of(site));
    }
    return new OfferFeed(offers, refused, offers.size() + refused.size());
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.of(new SiteProvisioner(sites));
  }

  @Override
  public void close() {}
}
