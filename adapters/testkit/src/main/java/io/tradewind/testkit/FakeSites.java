package io.tradewind.testkit;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.Assignment;
import io.tradewind.api.Instance;
import io.tradewind.api.InstanceType;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.Region;
import io.tradewind.api.Site;
import io.tradewind.api.SiteDirectory;
import io.tradewind.api.SiteId;
import io.tradewind.api.SiteMachine;
import io.tradewind.api.site.Ask;
import io.tradewind.api.site.Circumstances;
import io.tradewind.pricing.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The broker's book of sites, in memory. Room is counted; every call may be repeated, also at once.
 */
public final class FakeSites implements SiteDirectory {
  private final Map<SiteId, Site> sites = new LinkedHashMap<>();
  private final Map<LeaseId, Place> places = new LinkedHashMap<>();

  /** A site of 16 vCPUs and 64 GiB with nothing on it, asked at 0.02 USD a vCPU-hour. */
  public static Site site(String name) {
    return site(name, List.of(machine(16)), List.of(Ask.plain(Ask.PROCESSOR, Money.usd("0.02"))));
  }

  public static Site site(String name, List<SiteMachine> machines, List<Ask> asks) {
    return new Site(
        new SiteId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
        name,
        Region.of("local", name),
        Optional.of("DE"),
        machines,
        asks,
        OptionalDouble.empty(),
        Offer.Listing.OPEN,
        new Circumstances(
            Instant.parse(TestContext.START), OptionalDouble.empty(), OptionalDouble.empty()));
  }

  /** Nothing is on it; 4 GiB a vCPU. */
  public static SiteMachine machine(int vcpus) {
    Memory memory = Memory.ofGibibytes(4.0 * vcpus);
    return new SiteMachine(
        "machine", Architecture.X86_64, Optional.empty(), vcpus, memory, 0, vcpus, memory, true);
  }

  /** Adds a site, or replaces what was known of it. */
  public synchronized FakeSites add(Site site) {
    sites.put(site.id(), site);
    return this;
  }

  /** The site's agents have gone silent, or are heard again. */
  public synchronized void setOnline(SiteId id, boolean online) {
    sites.computeIfPresent(id, (key, site) -> with(site, machine -> heard(machine, online)));
  }

  /** What the agent would report. */
  public synchronized void setState(LeaseId lease, Instance.State state) {
    places.computeIfPresent(lease, (key, place) -> place.in(state));
  }

  @Override
  public synchronized List<Site> sites() {
    return List.copyOf(sites.values());
  }

  @Override
  public synchronized Optional<Assignment> assign(LeaseId lease, SiteId site, InstanceType shape) {
    Place known = places.get(lease);
    if (known != null) {
      return Optional.of(known.assignment());
    }
    Site target = sites.get(site);
    Optional<SiteMachine> room =
        target == null
            ? Optional.empty()
            : target.machines().stream().filter(it -> it.room(shape) > 0).findFirst();
    if (target == null || room.isEmpty()) {
      return Optional.empty();
    }
    take(target, room.get().name(), shape, 1);
    Assignment assignment =
        new Assignment(lease, site, target.region(), Instance.State.PENDING, target.now().now());
    places.put(lease, new Place(assignment, room.get().name(), shape));
    return Optional.of(assignment);
  }

  @Override
  public synchronized Optional<Assignment> assignment(LeaseId lease) {
    return Optional.ofNullable(places.get(lease)).map(Place::assignment);
  }

  @Override
  public synchronized List<Assignment> assignments() {
    return places.values().stream().map(Place::assignment).toList();
  }

  @Override
  public synchronized void release(LeaseId lease) {
    Place place = places.remove(lease);
    if (place != null) {
      Site site = sites.get(place.assignment().site());
      if (site != null) {
        take(site, place.machine(), place.shape(), -1);
      }
    }
  }

  private void take(Site site, String machine, InstanceType shape, int sign) {
    sites.put(site.id(), with(site, it -> it.name().equals(machine) ? taken(it, shape, sign) : it));
  }

  private static SiteMachine taken(SiteMachine machine, InstanceType shape, int sign) {
    double devices = shape.accelerators().map(AcceleratorSet::count).orElse(0.0);
    return new SiteMachine(
        machine.name(),
        machine.architecture(),
        machine.accelerators(),
        machine.vcpus(),
        machine.memory(),
        machine.freeAccelerators() - sign * devices,
        machine.freeVcpus() - sign * shape.vcpus(),
        new Memory(machine.freeMemory().mebibytes() - sign * shape.memory().mebibytes()),
        machine.online(),
        machine.nodes(),
        machine.runs());
  }

  private static SiteMachine heard(SiteMachine machine, boolean online) {
    return new SiteMachine(
        machine.name(),
        machine.architecture(),
        machine.accelerators(),
        machine.vcpus(),
        machine.memory(),
        machine.freeAccelerators(),
        machine.freeVcpus(),
        machine.freeMemory(),
        online,
        machine.nodes(),
        machine.runs());
  }

  private static Site with(Site site, UnaryOperator<SiteMachine> change) {
    return new Site(
        site.id(),
        site.name(),
        site.region(),
        site.country(),
        site.machines().stream().map(change).toList(),
        site.asks(),
        site.freeWatts(),
        site.listing(),
        site.now());
  }

  private record Place(Assignment assignment, String machine, InstanceType shape) {
    Place in(Instance.State state) {
      return new Place(
          new Assignment(
              assignment.lease(),
              assignment.site(),
              assignment.region(),
              state,
              assignment.since()),
          machine,
          shape);
    }
  }
}
