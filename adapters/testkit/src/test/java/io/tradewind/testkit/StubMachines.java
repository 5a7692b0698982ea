package io.tradewind.testkit;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Machines by lease, in memory. Methods are open so that a test can break one of them. */
class StubMachines implements Provisioner {
  final Map<LeaseId, Instance> running = new LinkedHashMap<>();
  Optional<Fault> nextStartFault = Optional.empty();
  boolean loseNextReply;

  @Override
  public synchronized Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap)
      throws ProviderException {
    Optional<Fault> fault = nextStartFault;
    nextStartFault = Optional.empty();
    if (fault.isPresent()) {
      throw new ProviderException(StubFactory.ID, fault.get(), "the stub was told to fail");
    }
    Instance machine = running.computeIfAbsent(lease, id -> make(id, offer));
    if (loseNextReply) {
      loseNextReply = false;
      throw new ProviderException(StubFactory.ID, Fault.UNREACHABLE, "the reply was lost");
    }
    return machine;
  }

  Instance make(LeaseId lease, Offer offer) {
    String nativeId = "machine-" + (running.size() + 1);
    return new Instance(
        lease, nativeId, offer.region(), Instance.State.RUNNING, offer.observedAt());
  }

  @Override
  public synchronized Optional<Instance> find(LeaseId lease) throws ProviderException {
    return Optional.ofNullable(running.get(lease));
  }

  @Override
  public synchronized List<Instance> owned() throws ProviderException {
    return List.copyOf(running.values());
  }

  @Override
  public synchronized void stop(LeaseId lease) throws ProviderException {
    running.remove(lease);
  }
}
