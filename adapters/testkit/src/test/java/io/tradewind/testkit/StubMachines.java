package io.tradewind.testkit;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Machines by lease, in memory. Methods are open so that a test can break one of them. */
class StubMachines implements Provisioner {
  final Map<LeaseId, Instance> running = new LinkedHashMap<>();
  Optional<Fault> nextStartFault = Optional.empty();
  Optional<Fault> nextFindFault = Optional.empty();
  Optional<Fault> nextOwnedFault = Optional.empty();
  Optional<Fault> nextStopFault = Optional.empty();
  boolean loseNextReply;
  boolean halfMakeNext;

  /** What machines are made of, beside the machines themselves. */
  final Set<LeaseId> disks = new LinkedHashSet<>();

  @Override
  public synchronized Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap)
      throws ProviderException {
    Optional<Fault> fault = nextStartFault;
    nextStartFault = Optional.empty();
    strike(fault);
    disks.add(lease);
    if (halfMakeNext) {
      halfMakeNext = false;
      throw new ProviderException(StubFactory.ID, Fault.NO_CAPACITY, "there was only a disk");
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
    Optional<Fault> fault = nextFindFault;
    nextFindFault = Optional.empty();
    strike(fault);
    return Optional.ofNullable(running.get(lease));
  }

  @Override
  public synchronized List<Instance> owned() throws ProviderException {
    Optional<Fault> fault = nextOwnedFault;
    nextOwnedFault = Optional.empty();
    strike(fault);
    return List.copyOf(running.values());
  }

  @Override
  public synchronized void stop(LeaseId lease) throws ProviderException {
    Optional<Fault> fault = nextStopFault;
    nextStopFault = Optional.empty();
    strike(fault);
    running.remove(lease);
    disks.remove(lease);
  }

  private static void strike(Optional<Fault> fault) throws ProviderException {
    if (fault.isPresent()) {
      throw new ProviderException(StubFactory.ID, fault.get(), "the stub was told to fail");
    }
  }
}
