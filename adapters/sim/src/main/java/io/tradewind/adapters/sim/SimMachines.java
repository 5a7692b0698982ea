package io.tradewind.adapters.sim;

import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.OfferId;
import io.tradewind.api.Region;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines that run. Thread-safe: whether a lease has one and making it is a single step. */
final class SimMachines {
  private static final Duration BOOT = Duration.ofSeconds(30);

  private final Clock clock;
  private final Map<LeaseId, List<Machine>> running = new LinkedHashMap<>();
  private final Map<OfferId, Integer> counts = new HashMap<>();
  private long made;

  SimMachines(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param room how many machines the offer can hold in all
   * @return empty when there is no room
   */
  synchronized Optional<Instance> startOrFind(
      LeaseId lease, OfferId offer, Region region, int room) {
    Optional<Instance> found = find(lease);
    if (found.isPresent() || of(offer) >= room) {
      return found;
    }
    return Optional.of(make(lease, offer, region));
  }

  /**
   * A second machine under the same lease: what a careless provider makes of a repeated request.
   */
  synchronized void startTwin(LeaseId lease, OfferId offer, Region region) {
    make(lease, offer, region);
  }

  synchronized Optional<Instance> find(LeaseId lease) {
    return running.getOrDefault(lease, List.of()).stream().findFirst().map(this::instance);
  }

  synchronized List<Instance> all() {
    return running.values().stream().flatMap(List::stream).map(this::instance).toList();
  }

  synchronized int of(OfferId offer) {
    return counts.getOrDefault(offer, 0);
  }

  /** Ends every machine of the lease, twins included. */
  synchronized void end(LeaseId lease) {
    Optional.ofNullable(running.remove(lease))
        .ifPresent(
            ended ->
                ended.forEach(
                    machine -> counts.computeIfPresent(machine.offer(), (o, n) -> n - 1)));
  }

  private Instance make(LeaseId lease, OfferId offer, Region region) {
    made++;
    Machine machine =
        new Machine("sim-%06d".formatted(made), lease, offer, region, clock.instant());
    running.computeIfAbsent(lease, any -> new ArrayList<>()).add(machine);
    counts.merge(offer, 1, Integer::sum);
    return instance(machine);
  }

  private Instance instance(Machine machine) {
    Instant booted = machine.made().plus(BOOT);
    return clock.instant().isBefore(booted)
        ? machine.instance(Instance.State.PENDING, machine.made())
        : machine.instance(Instance.State.RUNNING, booted);
  }

  private record Machine(
      String nativeId, LeaseId lease, OfferId offer, Region region, Instant made) {
    Instance instance(Instance.State state, Instant since) {
      return new Instance(lease, nativeId, region, state, since);
    }
  }
}
