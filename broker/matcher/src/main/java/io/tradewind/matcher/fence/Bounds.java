package io.tradewind.matcher.fence;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Countries;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.matcher.workload.Area;
import io.tradewind.pricing.GramsCo2e;
import io.tradewind.pricing.Money;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * One policy. What is empty allows everything.
 *
 * @param id of the policy
 * @param version that these are
 * @param providersAllowed seller or feed
 * @param residency areas of which the place must lie in one; a place that nobody knows lies in none
 * @param acceleratorsAllowed names of models; machines without accelerators are not meant
 * @param capacity promises that may be bought
 * @param mostPerHour of all nodes of a workload together
 * @param mostPerRun landed, of the whole run of a task on all nodes
 * @param mostCarbon of the whole run of a task on all nodes; what is unknown is above it
 * @param longest that a task may be allowed to run
 * @param hours in which a workload may be begun; what has begun goes on outside them
 */
public record Bounds(
    UUID id,
    String name,
    int version,
    Set<ProviderId> providersAllowed,
    Set<ProviderId> providersDenied,
    List<Area> regionsAllowed,
    List<Area> regionsDenied,
    List<Area> residency,
    Set<String> acceleratorsAllowed,
    Set<String> acceleratorsDenied,
    Set<CapacityType> capacity,
    Set<String> certifications,
    Optional<Money> mostPerHour,
    Optional<Money> mostPerAcceleratorHour,
    Optional<Money> mostPerRun,
    Optional<GramsCo2e> mostCarbon,
    OptionalInt mostNodes,
    Optional<Duration> longest,
    Optional<WorkingHours> hours) {

  public Bounds {
    providersAllowed = Set.copyOf(providersAllowed);
    providersDenied = Set.copyOf(providersDenied);
    regionsAllowed = List.copyOf(regionsAllowed);
    regionsDenied = List.copyOf(regionsDenied);
    residency = List.copyOf(residency);
    acceleratorsAllowed = Set.copyOf(acceleratorsAllowed);
    acceleratorsDenied = Set.copyOf(acceleratorsDenied);
    capacity = Set.copyOf(capacity);
    certifications = Set.copyOf(certifications);
  }

  /** Bounds that hold back nothing. */
  public static Bounds open(UUID id, String name, int version) {
    return ofProviders(id, name, version, Set.of(), Set.of());
  }

  /** Bounds of sellers or feeds alone. */
  public static Bounds ofProviders(
      UUID id, String name, int version, Set<ProviderId> allowed, Set<ProviderId> denied) {
    return new Bounds(
        id,
        name,
        version,
        allowed,
        denied,
        List.of(),
        List.of(),
        List.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** For a sentence. */
  public String text() {
    return "policy '%s' (version %d)".formatted(name, version);
  }

  /** The same for what has begun already. */
  Bounds ofBegun() {
    return hours.isEmpty()
        ? this
        : new Bounds(
            id,
            name,
            version,
            providersAllowed,
            providersDenied,
            regionsAllowed,
            regionsDenied,
            residency,
            acceleratorsAllowed,
            acceleratorsDenied,
            capacity,
            certifications,
            mostPerHour,
            mostPerAcceleratorHour,
            mostPerRun,
            mostCarbon,
            mostNodes,
            longest,
            Optional.empty());
  }

  public boolean allowsProvider(ProviderId seller, ProviderId feed) {
    return (providersAllowed.isEmpty() || names(providersAllowed, seller, feed))
        && !names(providersDenied, seller, feed);
  }

  private static boolean names(Set<ProviderId> providers, ProviderId seller, ProviderId feed) {
    return providers.contains(seller) || providers.contains(feed);
  }

  public boolean allowsRegion(Region region, Optional<Place> place, Countries countries) {
    return (regionsAllowed.isEmpty() || within(regionsAllowed, region, place, countries))
        && !within(regionsDenied, region, place, countries);
  }

  public boolean keepsResidency(Region region, Optional<Place> place, Countries countries) {
    return residency.isEmpty() || within(residency, region, place, countries);
  }

  private static boolean within(
      List<Area> areas, Region region, Optional<Place> place, Countries countries) {
    return areas.stream().anyMatch(area -> area.contains(region, place, countries));
  }

  public boolean allowsAccelerator(String model) {
    return (acceleratorsAllowed.isEmpty() || isNamed(acceleratorsAllowed, model))
        && !isNamed(acceleratorsDenied, model);
  }

  /** A name means every form of the chip that begins with it: H100 is H100-NVL as well. */
  private static boolean isNamed(Set<String> names, String model) {
    return names.stream().anyMatch(name -> model.equals(name) || model.startsWith(name + "-"));
  }

  public boolean allowsCapacity(CapacityType type) {
    return capacity.isEmpty() || capacity.contains(type);
  }

  public boolean isCertified(Region region, Offered.Certified held) {
    return certifications.stream().allMatch(wish -> held.holds(region, wish));
  }

  /** Whether nothing is said of where and from whom. */
  boolean isAnywhere() {
    return providersAllowed.isEmpty()
        && providersDenied.isEmpty()
        && regionsAllowed.isEmpty()
        && regionsDenied.isEmpty()
        && residency.isEmpty()
        && certifications.isEmpty();
  }
}
