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
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.testkit.FakeCloud.Box;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A spot cloud whose zones have capacity when a trace says so, and take their machines back when it
 * says not. Between times its API is away, is slow, refuses, loses replies and hears requests
 * again, by a seed; and it writes down what it bills.
 */
public final class TraceProvider implements Provider, Provisioner {
  public static final ProviderId ID = new ProviderId("spot-trace");
  private static final int OUTAGE_SHARE = 60;

  /** What is billed for one machine; {@code to} is empty while it runs. */
  public record Bill(LeaseId lease, String nativeId, Instant from, Optional<Instant> to) {}

  private record Machine(Instance instance, int zone, String userData) {}

  private record Late(LeaseId lease, Offer offer, String userData, Instant at) {}

  private final Clock clock;
  private final Random random;
  private final ZoneTraces traces;
  private final Instant begin;
  private final Map<LeaseId, Machine> machines = new LinkedHashMap<>();
  private final Map<String, Bill> bills = new LinkedHashMap<>();
  private final List<Late> late = new ArrayList<>();
  private final Map<String, Integer> troubles = new TreeMap<>();
  private Instant awayUntil = Instant.EPOCH;
  private boolean isCalm = true;
  private Runnable slowly = () -> {};

  TraceProvider(Clock clock, long seed) {
    this.clock = clock;
    this.random = new Random(seed);
    this.traces = ZoneTraces.find(seed);
    this.begin = clock.instant();
  }

  public String origin() {
    return traces.origin();
  }

  /**
   * From now on things go wrong.
   *
   * @param meanwhile what happens while a call takes long
   */
  public synchronized void storm(Runnable meanwhile) {
    slowly = meanwhile;
    isCalm = false;
  }

  public synchronized void calm() {
    isCalm = true;
    awayUntil = Instant.EPOCH;
  }

  /** Time has passed: zones close, outages begin, and requests arrive that were long on the way. */
  public synchronized void tick() {
    Instant now = clock.instant();
    if (!isCalm && now.isAfter(awayUntil) && random.nextInt(OUTAGE_SHARE) == 0) {
      awayUntil = now.plusSeconds(60L + random.nextInt(1_200));
      count("outage");
    }
    List.copyOf(machines.values()).stream()
        .filter(machine -> !traces.isUp(machine.zone(), Duration.between(begin, now)))
        .forEach(
            machine -> {
              end(machine.instance().lease());
              count("interruption");
            });
    List<Late> due = late.stream().filter(it -> !it.at().isAfter(now)).toList();
    late.removeAll(due);
    due.forEach(it -> make(it.lease(), it.offer(), it.userData()));
  }

  public synchronized List<Box> boxes() {
    return machines.values().stream()
        .map(it -> new Box(it.instance().lease(), it.instance().nativeId(), it.userData(), true))
        .toList();
  }

  public synchronized List<Bill> bills() {
    return List.copyOf(bills.values());
  }

  /** How often what went wrong. */
  public synchronized Map<String, Integer> troubles() {
    return new TreeMap<>(troubles);
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.PROVISION);
  }

  @Override
  public synchronized OfferFeed offers() throws ProviderException {
    answer();
    return OfferFeed.of(IntStream.range(0, traces.up().size()).mapToObj(this::offer).toList());
  }

  private Offer offer(int zone) {
    InstanceType type =
        new InstanceType(
            "spot-4",
            Optional.empty(),
            4,
            Memory.ofGibibytes(16),
            Architecture.X86_64,
            Interconnect.UNKNOWN);
    Instant now = clock.instant();
    return new Offer(
        new OfferId("spot-trace:zone-" + zone),
        Region.of(ID.value(), "zone-" + zone),
        Optional.empty(),
        type,
        CapacityType.SPOT,
        HourlyRate.of("1.%02d".formatted(7 * zone), "USD"),
        Availability.unknown(now),
        now,
        new Source("trace", Optional.empty(), Source.Term.DECLARED, Optional.empty()),
        Offer.Listing.OPEN);
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.of(this);
  }

  @Override
  public Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap) throws ProviderException {
    delay("slow start", 40);
    synchronized (this) {
      answer();
      String userData = bootstrap.userData().orElseThrow().reveal();
      if (happens("quota", 60)) {
        throw failure(Fault.QUOTA_EXCEEDED);
      }
      if (!machines.containsKey(lease) && !isUp(offer)) {
        count("stock-out");
        throw failure(Fault.NO_CAPACITY);
      }
      Instance made = make(lease, offer, userData);
      if (happens("start heard again", 25)) {
        late.add(
            new Late(lease, offer, userData, clock.instant().plusSeconds(random.nextInt(7_200))));
      }
      if (happens("lost reply of a start", 15)) {
        throw failure(Fault.UNREACHABLE);
      }
      return made;
    }
  }

  private boolean isUp(Offer offer) {
    return traces.isUp(zone(offer), Duration.between(begin, clock.instant()));
  }

  private static int zone(Offer offer) {
    String id = offer.id().value();
    return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
  }

  private Instance make(LeaseId lease, Offer offer, String userData) {
    return machines
        .computeIfAbsent(
            lease,
            id -> {
              String nativeId = "s-%d".formatted(bills.size());
              Instant now = clock.instant();
              bills.put(nativeId, new Bill(id, nativeId, now, Optional.empty()));
              Instance instance =
                  new Instance(id, nativeId, offer.region(), Instance.State.RUNNING, now);
              return new Machine(instance, zone(offer), userData);
            })
        .instance();
  }

  @Override
  public synchronized Optional<Instance> find(LeaseId lease) throws ProviderException {
    answer();
    return Optional.ofNullable(machines.get(lease)).map(Machine::instance);
  }

  @Override
  public synchronized List<Instance> owned() throws ProviderException {
    answer();
    return machines.values().stream().map(Machine::instance).toList();
  }

  @Override
  public void stop(LeaseId lease) throws ProviderException {
    delay("slow stop", 60);
    synchronized (this) {
      answer();
      end(lease);
      if (happens("lost reply of a stop", 15)) {
        throw failure(Fault.UNREACHABLE);
      }
    }
  }

  private void end(LeaseId lease) {
    Machine machine = machines.remove(lease);
    if (machine != null) {
      bills.computeIfPresent(
          machine.instance().nativeId(),
          (id, bill) -> new Bill(bill.lease(), id, bill.from(), Optional.of(clock.instant())));
    }
  }

  /** Outside the lock: other brokers call meanwhile. */
  private void delay(String what, int oneIn) {
    Runnable meanwhile;
    synchronized (this) {
      meanwhile = happens(what, oneIn) ? slowly : () -> {};
    }
    meanwhile.run();
  }

  private void answer() throws ProviderException {
    if (clock.instant().isBefore(awayUntil)) {
      throw failure(Fault.UNREACHABLE);
    }
    if (happens("throttled", 80)) {
      throw failure(Fault.THROTTLED);
    }
  }

  private boolean happens(String what, int oneIn) {
    boolean now = !isCalm && random.nextInt(oneIn) == 0;
    if (now) {
      count(what);
    }
    return now;
  }

  private void count(String what) {
    troubles.merge(what, 1, Integer::sum);
  }

  private static ProviderException failure(Fault fault) {
    return new ProviderException(ID, fault, "by trace or seed: " + fault);
  }

  @Override
  public void close() {}
}
