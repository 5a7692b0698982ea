package io.tradewind.adapters.datacenter;

import io.tradewind.api.Assignment;
import io.tradewind.api.Bootstrap;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import io.tradewind.api.SiteDirectory;
import io.tradewind.api.SiteId;
import java.util.List;
import java.util.Optional;

/**
 * Gives leases their places on sites. Nothing boots: the site's agent already waits for work, so
 * the bootstrap is not needed.
 */
final class SiteProvisioner implements Provisioner {
  private final SiteDirectory sites;

  SiteProvisioner(SiteDirectory sites) {
    this.sites = sites;
  }

  @Override
  public Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap) throws ProviderException {
    SiteId site =
        SiteOffers.siteOf(offer.id())
            .orElseThrow(
                () ->
                    new ProviderException(
                        DatacenterProvider.ID,
                        Fault.UNEXPECTED,
                        "%s is no offer of a site; those begin with 'site:'."
                            .formatted(offer.id())));
    return sites
        .assign(lease, site, offer.instanceType())
        .map(SiteProvisioner::instance)
        .orElseThrow(
            () ->
                new ProviderException(
                    DatacenterProvider.ID,
                    Fault.NO_CAPACITY,
                    "no %s left on site %s in %s"
                        .formatted(offer.instanceType().name(), site, offer.region())));
  }

  @Override
  public Optional<Instance> find(LeaseId lease) {
    return sites.assignment(lease).map(SiteProvisioner::instance);
  }

  @Override
  public List<Instance> owned() {
    return sites.assignments().stream()
        .filter(assignment -> assignment.state() != Instance.State.TERMINATED)
        .map(SiteProvisioner::instance)
        .toList();
  }

  @Override
  public void stop(LeaseId lease) {
    sites.release(lease);
  }

  private static Instance instance(Assignment assignment) {
    return new Instance(
        assignment.lease(),
        "%s/%s".formatted(assignment.site(), assignment.lease()),
        assignment.region(),
        assignment.state(),
        assignment.since());
  }
}
