package io.tradewind.server.testing;

import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.Bootstrap;
import io.tradewind.api.Capability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferId;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cloud whose machines come up empty with their user data. What then becomes of one is for the
 * test to say: nothing, or a process tree on this machine.
 */
public final class TestCloud implements Provider, Provisioner {
  public static final ProviderId ID = new ProviderId("test-cloud");

  /** A machine as the cloud sees it. */
  public interface Machine {
    /** Whether it runs: a machine that shut itself down does not. */
    boolean runs();

    void end();
  }

  /** How machines come up. */
  public interface Hypervisor {
    /** One on which nothing happens. */
    Hypervisor IDLE =
        (lease, bootstrap) ->
            new Machine() {
              @Override
              public boolean runs() {
                return true;
              }

              @Override
              public void end() {}
            };

    Machine boot(LeaseId lease, Bootstrap bootstrap);
  }

  private record Running(Instance instance, Bootstrap bootstrap, Machine machine) {}

  private static final Map<OfferId, Offer> OFFERS = new ConcurrentHashMap<>();
  private static final Map<OfferId, Hypervisor> HYPERVISORS = new ConcurrentHashMap<>();
  private static final Map<LeaseId, Running> MACHINES = new ConcurrentHashMap<>();
  private static final Map<LeaseId, Bootstrap> BOOTED = new ConcurrentHashMap<>();

  private final Clock clock;

  TestCloud(Clock clock) {
    this.clock = clock;
  }

  /** Puts an offer on sale; the feed tells of it when it is asked the next time. */
  public static OfferId offer(String seller, String name, String price, Hypervisor hypervisor) {
    Clock clock = Clock.systemUTC();
    OfferId id = new OfferId("test-cloud:%s:%s".formatted(seller, name));
    InstanceType type =
        new InstanceType(
            name,
            Optional.empty(),
            4,
            Memory.ofGibibytes(16),
            Architecture.X86_64,
            Interconnect.UNKNOWN);
    OFFERS.put(
        id,
        new Offer(
            id,
            Region.of(seller, "somewhere"),
            Optional.empty(),
            type,
            CapacityType.ON_DEMAND,
            HourlyRate.of(price, "USD"),
            Availability.unknown(clock.instant()),
            clock.instant(),
            new Source("test", Optional.empty(), Source.Term.DECLARED, Optional.empty()),
            Offer.Listing.BY_NAME));
    HYPERVISORS.put(id, hypervisor);
    return id;
  }

  /** What the machine of a lease was started with; empty before it was. */
  public static Optional<Bootstrap> bootstrap(String lease) {
    return Optional.ofNullable(BOOTED.get(LeaseId.parse(lease)));
  }

  public static boolean runs(String lease) {
    return MACHINES.containsKey(LeaseId.parse(lease));
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.PROVISION, Capability.PRIVATE_NETWORK, Capability.MANY_SELLERS);
  }

  @Override
  public OfferFeed offers() {
    return OfferFeed.of(
        OFFERS.values().stream()
            .map(offer -> offer.repriced(offer.price(), clock.instant()))
            .toList());
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.of(this);
  }

  @Override
  public Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap) {
    Bootstrap before = BOOTED.putIfAbsent(lease, bootstrap);
    if (before != null && !before.equals(bootstrap)) {
      throw new AssertionError("A repeated start of %s came with other bytes.".formatted(lease));
    }
    return MACHINES
        .computeIfAbsent(
            lease,
            id ->
                new Running(
                    new Instance(
                        id, "t-" + id, offer.region(), Instance.State.RUNNING, clock.instant()),
                    bootstrap,
                    HYPERVISORS.getOrDefault(offer.id(), Hypervisor.IDLE).boot(id, bootstrap)))
        .instance();
  }

  @Override
  public Optional<Instance> find(LeaseId lease) {
    return Optional.ofNullable(MACHINES.get(lease))
        .filter(it -> it.machine().runs())
        .map(Running::instance);
  }

  @Override
  public List<Instance> owned() {
    return MACHINES.values().stream()
        .filter(it -> it.machine().runs())
        .map(Running::instance)
        .toList();
  }

  @Override
  public void stop(LeaseId lease) {
    Running running = MACHINES.remove(lease);
    if (running != null) {
      running.machine().end();
    }
  }

  @Override
  public void close() {}
}
