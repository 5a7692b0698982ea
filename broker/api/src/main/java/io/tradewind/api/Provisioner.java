package io.tradewind.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts and stops machines. Every call may be repeated without harm. */
public interface Provisioner {
  /** Whoever calls {@link #start} has its lease for himself for this long at least. */
  Duration LONGEST_START = Duration.ofSeconds(30);

  /**
   * What asks for something to be made is asked once within a start, and given up after this long:
   * what reaches the seller later may find the lease in other hands.
   */
  Duration LONGEST_REQUEST = Duration.ofSeconds(15);

  /**
   * Starts the machine of a lease, or finds the one that an earlier call started: one lease is one
   * machine, however often this is called. Returns before the machine is ready.
   */
  Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap) throws ProviderException;

  /** The machine of a lease; empty when there is none, or it is gone. */
  Optional<Instance> find(LeaseId lease) throws ProviderException;

  /** Everything that is tagged as ours: machines without a lease are found here. */
  List<Instance> owned() throws ProviderException;

  /** Ends the machine of a lease. Succeeds when it is gone already. */
  void stop(LeaseId lease) throws ProviderException;
}
