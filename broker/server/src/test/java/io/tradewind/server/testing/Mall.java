package io.tradewind.server.testing;

import io.tradewind.api.AccountReport;
import io.tradewind.api.AccountReport.Quota;
import io.tradewind.api.AccountReport.Right;
import io.tradewind.api.AccountReport.Verdict;
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
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The mall: a list of offers that has no account, and accounts by their keys. What a key may do is
 * for the test to say.
 */
public final class Mall {
  public static final ProviderId SELLER = new ProviderId("mall");
  public static final ProviderId LIST = new ProviderId("mall-list");

  private static final Map<OfferId, Offer> OFFERS = new ConcurrentHashMap<>();
  private static final Map<String, Map<LeaseId, Instance>> MACHINES = new ConcurrentHashMap<>();
  private static final Map<String, Fault> FAULTS = new ConcurrentHashMap<>();
  private static final Map<String, Fault> FAULTS_OF_A_START = new ConcurrentHashMap<>();
  private static final Set<String> WITHOUT_RIGHTS = ConcurrentHashMap.newKeySet();
  private static final Map<String, String> SEEN = new ConcurrentHashMap<>();
  private static final AtomicInteger OPEN = new AtomicInteger();

  private Mall() {}

  /** Puts an offer on the public list. */
  public static OfferId offer(String name, String price) {
    Clock clock = Clock.systemUTC();
    OfferId id = new OfferId("mall-list:" + name);
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
            Region.of("mall", "somewhere"),
            Optional.empty(),
            type,
            CapacityType.ON_DEMAND,
            HourlyRate.of(price, "USD"),
            Availability.unknown(clock.instant()),
            clock.instant(),
            new Source("test", Optional.empty(), Source.Term.DECLARED, Optional.empty()),
            Offer.Listing.OPEN));
    return id;
  }

  /** From now on every call with this key fails so. */
  public static void fails(String key, Fault fault) {
    FAULTS.put(key, fault);
  }

  /** The same from the next start on: whoever looks before that finds nothing wrong. */
  public static void failsFromTheNextStart(String key, Fault fault) {
    FAULTS_OF_A_START.put(key, fault);
  }

  public static void mends(String key) {
    FAULTS.remove(key);
    FAULTS_OF_A_START.remove(key);
    WITHOUT_RIGHTS.remove(key);
  }

  /** A key that opens the door, and no shop. */
  public static void mayStartNothing(String key) {
    WITHOUT_RIGHTS.add(key);
  }

  public static Set<LeaseId> machines(String key) {
    return Set.copyOf(MACHINES.getOrDefault(key, Map.of()).keySet());
  }

  /** The machine is gone, and nobody was told. */
  public static void lose(String key, LeaseId lease) {
    MACHINES.getOrDefault(key, Map.of()).remove(lease);
  }

  /** A machine that nobody asked for. */
  public static void appear(String key, LeaseId lease) {
    machinesOf(key).put(lease, instance(lease));
  }

  /** What the account of a key was made with: floor, wing, broker and badge. */
  public static String seen(String key) {
    return SEEN.getOrDefault(key, "");
  }

  /** How many accounts' providers are open. */
  public static int open() {
    return OPEN.get();
  }

  static Provider list(Clock clock) {
    return new Listing(clock);
  }

  static Provider account(ProviderContext context, String key) {
    SEEN.put(
        key,
        "%s %s %s %s"
            .formatted(
                context.setting("floor").orElse("-"),
                context.setting("wing").orElse("-"),
                context.setting("broker").orElse("-"),
                context.setting("badge").orElse("-")));
    OPEN.incrementAndGet();
    return new Till(key);
  }

  private static Map<LeaseId, Instance> machinesOf(String key) {
    return MACHINES.computeIfAbsent(key, any -> new ConcurrentHashMap<>());
  }

  private static Instance instance(LeaseId lease) {
    return new Instance(
        lease,
        "m-" + lease,
        Region.of("mall", "somewhere"),
        Instance.State.RUNNING,
        Clock.systemUTC().instant());
  }

  private record Listing(Clock clock) implements Provider {
    @Override
    public ProviderId id() {
      return LIST;
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.MANY_SELLERS);
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
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private record Till(String key) implements Provider, Provisioner {
    @Override
    public ProviderId id() {
      return SELLER;
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.PROVISION);
    }

    @Override
    public OfferFeed offers() {
      return OfferFeed.of(List.of());
    }

    @Override
    public AccountReport check() throws ProviderException {
      mustNotFail();
      boolean may = !WITHOUT_RIGHTS.contains(key);
      return new AccountReport(
          "customer of the mall",
          List.of(
              new Right("mall:Look", Verdict.GRANTED, true, "looks around"),
              new Right(
                  "mall:Buy",
                  may ? Verdict.GRANTED : Verdict.MISSING,
                  true,
                  may ? "starts machines" : "the key opens no shop")),
          List.of(new Quota("Machines", "somewhere", 8, OptionalLong.of(1))));
    }

    @Override
    public Optional<Provisioner> provisioner() {
      return Optional.of(this);
    }

    @Override
    public Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap)
        throws ProviderException {
      Optional.ofNullable(FAULTS_OF_A_START.remove(key)).ifPresent(it -> fails(key, it));
      mustNotFail();
      return machinesOf(key).computeIfAbsent(lease, Mall::instance);
    }

    @Override
    public Optional<Instance> find(LeaseId lease) throws ProviderException {
      mustNotFail();
      return Optional.ofNullable(machinesOf(key).get(lease));
    }

    @Override
    public List<Instance> owned() throws ProviderException {
      mustNotFail();
      return new ArrayList<>(machinesOf(key).values());
    }

    @Override
    public void stop(LeaseId lease) throws ProviderException {
      mustNotFail();
      machinesOf(key).remove(lease);
    }

    @Override
    public void close() {
      OPEN.decrementAndGet();
    }

    private void mustNotFail() throws ProviderException {
      Fault fault = FAULTS.get(key);
      if (fault != null) {
        throw new ProviderException(SELLER, fault, "the door stays shut");
      }
    }

    @Override
    public String toString() {
      return "a till";
    }
  }
}
