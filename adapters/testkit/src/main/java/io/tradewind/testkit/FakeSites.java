package io.tradewind.testkit;

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
import io.tradewind.pricing.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The broker's book of sites, in memory. Room is counted; every call may be repeated, also at once.
 */
public final class FakeSites implements SiteDirectory {
  private final Map<SiteId, Site> sites = new LinkedHashMap<>();
  private final Map<LeaseId, Place> places = new LinkedHashMap<>();

  /** A site of 16 vCPUs and 64 GiB with nothing on it, asked at 0.02 USD a vCPU-hour. */
  public static Site site(String name) {
    return new Site(
        new SiteId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
        name,
        Region.of("local", name),
        Optional.of("DE"),
        Architecture.X86_64,
        16,
        Memory.ofGibibytes(64),
        16,
        Memory.ofGibibytes(64),
        Money.usd("0.02"),
        true,
        Offer.Listing.OPEN,
        Instant.parse(TestContext.START));
  }

  /** Adds a site, or replaces what was known of it. */
  public synchronized FakeSites add(Site site) {
    sites.put(site.id(), site);
    return this;
  }

  /** The site's agents have gone silent, or are heard again. */
  public synchronized void setOnline(SiteId id, boolean online) {
    sites.computeIfPresent(
        id, (key, site) -> with(site, online, site.freeVcpus(), site.freeMemory()));
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
    if (target == null || !target.online() || !fits(target, shape)) {
      return Optional.empty();
    }
    take(target, shape, 1);
    Assignment assignment =
        new Assignment(lease, site, target.region(), Instance.State.PENDING, target.observedAt());
    places.put(lease, new Place(assignment, shape));
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
        take(site, place.shape(), -1);
      }
    }
  }

  private static boolean fits(Site site, InstanceType shape) {
    return shape.vcpus() <= site.freeVcpus() && shape.memory().compareTo(site.freeMemory()) <= 0;
  }

  private void take(Site site, InstanceType shape, int sign) {
    double vcpus = site.freeVcpus() - sign * shape.vcpus();
    Memory memory = new Memory(site.freeMemory().mebibytes() - sign * shape.memory().mebibytes());
    sites.put(site.id(), with(site, site.online(), vcpus, memory));
  }

  private static Site with(Site site, boolean online, double freeVcpus, Memory freeMemory) {
    return new Site(
        site.id(),
        site.name(),
        site.region(),
        site.country(),
        site.architecture(),
        site.vcpus(),
        site.memory(),
        freeVcpus,
        freeMemory,
        site.ask(),
        online,
        site.listing(),
        site.observedAt());
  }

  private record Place(Assignment assignment, InstanceType shape) {
    Place in(Instance.State state) {
      return new Place(
          new Assignment(
              assignment.lease(),
              assignment.site(),
              assignment.region(),
              state,
              assignment.since()),
          shape);
    }
  }
}
