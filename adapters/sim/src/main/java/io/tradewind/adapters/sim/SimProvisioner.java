package io.tradewind.adapters.sim;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import java.util.List;
import java.util.Optional;

/** Starts and stops simulated machines, one for each lease. */
final class SimProvisioner implements Provisioner {
  private final SimOffers offers;
  private final SimMachines machines;
  private final Faults faults;

  SimProvisioner(SimOffers offers, SimMachines machines, Faults faults) {
    this.offers = offers;
    this.machines = machines;
    this.faults = faults;
  }

  @Override
  public Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap) throws ProviderException {
    faults.strike(Faults.Call.START);
    SimOffers.Listed listed = listed(offer);
    int room = faults.isSoldOut(listed.id()) ? 0 : listed.machines();
    Instance started =
        machines
            .startOrFind(lease, listed.id(), offer.region(), room)
            .orElseThrow(() -> soldOut(offer));
    if (faults.takeTwin()) {
      machines.startTwin(lease, listed.id(), offer.region());
    }
    if (faults.takeLostReply()) {
      throw failure(Fault.UNREACHABLE, "the reply to start was lost; whether it ran is unknown");
    }
    return started;
  }

  @Override
  public Optional<Instance> find(LeaseId lease) throws ProviderException {
    faults.strike(Faults.Call.FIND);
    return machines.find(lease);
  }

  @Override
  public List<Instance> owned() throws ProviderException {
    faults.strike(Faults.Call.OWNED);
    return machines.all();
  }

  @Override
  public void stop(LeaseId lease) throws ProviderException {
    faults.strike(Faults.Call.STOP);
    machines.end(lease);
  }

  private SimOffers.Listed listed(Offer offer) throws ProviderException {
    return offers
        .find(offer.id())
        .orElseThrow(
            () ->
                failure(
                    Fault.NO_CAPACITY,
                    "%s is not on sale. Maybe the seed has changed.".formatted(offer.id())));
  }

  private static ProviderException soldOut(Offer offer) {
    return failure(
        Fault.NO_CAPACITY,
        "no %s left in %s".formatted(offer.instanceType().name(), offer.region()));
  }

  private static ProviderException failure(Fault fault, String message) {
    return new ProviderException(SimProvider.ID, fault, message);
  }
}
