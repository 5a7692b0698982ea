package io.tradewind.server.testing;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
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
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A provider that does what a test wrote down for each of its offers. Sellers are made up by each
 * test, so that tests do not meet.
 */
public final class ScriptedProvider implements Provider, Provisioner {
  public static final ProviderId ID = new ProviderId("scripted");

  /** What a call to start does before anything else. */
  public interface Act {
    /**
     * @param make makes the machine, as an ordinary start would
     */
    void play(Runnable make) throws ProviderException;

    /** Fails, and makes nothing. */
    static Act fails(Fault fault) {
      return make -> {
        throw failure(fault);
      };
    }

    /** Makes the machine, and loses the reply. */
    static Act makesAndFails(Fault fault) {
      return make -> {
        make.run();
        throw failure(fault);
      };
    }

    private static ProviderException failure(Fault fault) {
      Optional<Duration> soon =
          fault == Fault.THROTTLED || fault == Fault.UNREACHABLE
              ? Optional.of(Duration.ofMillis(100))
              : Optional.empty();
      return new ProviderException(ID, fault, "by script: " + fault, soon, null);
    }
  }

  private static final Map<OfferId, Offer> OFFERS = new ConcurrentHashMap<>();
  private static final Map<OfferId, Queue<Act>> SCRIPTS = new ConcurrentHashMap<>();
  private static final Map<LeaseId, Instance> MACHINES = new ConcurrentHashMap<>();
  private static final List<LeaseId> MADE = new CopyOnWriteArrayList<>();
  private static final List<LeaseId> STOPPED = new CopyOnWriteArrayList<>();

  private static final Map<LeaseId, Fault> FAILING_STOPS = new ConcurrentHashMap<>();

  private static final AtomicBoolean SILENT = new AtomicBoolean();

  private final Clock clock;

  ScriptedProvider(Clock clock) {
    this.clock = clock;
  }

  /** Puts an offer on sale; the feed tells of it when it is asked the next time. */
  public static OfferId offer(String seller, String name, String dollarsAnHour, Act... script) {
    return offer(CapacityType.ON_DEMAND, seller, name, dollarsAnHour, script);
  }

  /** The same of capacity that may be taken back. */
  public static OfferId spot(String seller, String name, String dollarsAnHour, Act... script) {
    return offer(CapacityType.SPOT, seller, name, dollarsAnHour, script);
  }

  /** The same with accelerators, on demand. */
  public static OfferId accelerated(
      String seller, String name, String dollarsAnHour, String model, double count) {
    AcceleratorModel known = Accelerators.bundled().resolve(model).orElseThrow().model();
    return offer(
        CapacityType.ON_DEMAND,
        Optional.of(AcceleratorSet.of(known, count)),
        seller,
        name,
        dollarsAnHour);
  }

  private static OfferId offer(
      CapacityType type, String seller, String name, String dollarsAnHour, Act... script) {
    return offer(type, Optional.empty(), seller, name, dollarsAnHour, script);
  }

  private static OfferId offer(
      CapacityType type,
      Optional<AcceleratorSet> accelerators,
      String seller,
      String name,
      String dollarsAnHour,
      Act... script) {
    Clock clock = Clock.systemUTC();
    OfferId id = new OfferId("scripted:%s:%s".formatted(seller, name));
    OFFERS.put(
        id,
        new Offer(
            id,
            Region.of(seller, "somewhere"),
            Optional.empty(),
            new InstanceType(
                name,
                accelerators,
                4,
                Memory.ofGibibytes(16),
                Architecture.X86_64,
                Interconnect.UNKNOWN),
            type,
            HourlyRate.of(dollarsAnHour, "USD"),
            Availability.unknown(clock.instant()),
            clock.instant(),
            new Source("script", Optional.empty(), Source.Term.DECLARED, Optional.empty()),
            Offer.Listing.BY_NAME));
    SCRIPTS.put(id, new ConcurrentLinkedQueue<>(List.of(script)));
    return id;
  }

  public static void reprice(OfferId id, String dollarsAnHour) {
    OFFERS.computeIfPresent(
        id,
        (same, offer) ->
            offer.repriced(HourlyRate.of(dollarsAnHour, "USD"), Clock.systemUTC().instant()));
  }

  public static void withdraw(OfferId id) {
    OFFERS.remove(id);
  }

  /** Leases for which a machine was made, once for each machine. */
  public static List<LeaseId> made() {
    return List.copyOf(MADE);
  }

  /** Everything that was made and not stopped or lost, as any instance of this provider sees it. */
  public static Provisioner machines() {
    return new ScriptedProvider(Clock.systemUTC());
  }

  /** A machine that comes up late, for a lease that the broker may know or not. */
  public static void appear(LeaseId lease) {
    MACHINES.put(
        lease,
        new Instance(
            lease,
            "m-" + lease,
            Region.of(ID.value(), "somewhere"),
            Instance.State.RUNNING,
            Clock.systemUTC().instant()));
  }

  public static boolean runs(LeaseId lease) {
    return MACHINES.containsKey(lease);
  }

  public static boolean wasStopped(LeaseId lease) {
    return STOPPED.contains(lease);
  }

  /** The machine is gone, and nobody was told. */
  public static void lose(LeaseId lease) {
    MACHINES.remove(lease);
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
        Capability.MANY_SELLERS);
  }

  /** Its feed tells nothing until it speaks again: its offers age. */
  public static void fallSilent(boolean silent) {
    SILENT.set(silent);
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    if (SILENT.get()) {
      throw new ProviderException(ID, Fault.UNREACHABLE, "by script: silent");
    }
    Instant now = clock.instant();
    return OfferFeed.of(
        OFFERS.values().stream().map(offer -> offer.repriced(offer.price(), now)).toList());
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.of(this);
  }

  @Override
  public Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap) throws ProviderException {
    Optional<Act> next = Optional.ofNullable(SCRIPTS.get(offer.id())).map(Queue::poll);
    if (next.isPresent()) {
      next.get().play(() -> make(lease, offer));
    }
    return make(lease, offer);
  }

  private Instance make(LeaseId lease, Offer offer) {
    return MACHINES.computeIfAbsent(
        lease,
        id -> {
          MADE.add(id);
          return new Instance(
              id, "m-" + id, offer.region(), Instance.State.RUNNING, clock.instant());
        });
  }

  @Override
  public Optional<Instance> find(LeaseId lease) {
    return Optional.ofNullable(MACHINES.get(lease));
  }

  @Override
  public List<Instance> owned() {
    return List.copyOf(MACHINES.values());
  }

  /** Calls to stop its machine fail, until they do no more. */
  public static void failStops(LeaseId lease, Fault fault) {
    FAILING_STOPS.put(lease, fault);
  }

  public static void failStopsNoMore(LeaseId lease) {
    FAILING_STOPS.remove(lease);
  }

  @Override
  public void stop(LeaseId lease) throws ProviderException {
    @Nullable Fault fault = FAILING_STOPS.get(lease);
    if (fault != null) {
      throw Act.failure(fault);
    }
    STOPPED.add(lease);
    MACHINES.remove(lease);
  }

  @Override
  public void close() {}
}
