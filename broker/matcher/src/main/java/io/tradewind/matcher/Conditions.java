package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Countries;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.ProviderTerms;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.api.StartTime;
import io.tradewind.api.StartTimes;
import io.tradewind.api.TransferRates;
import io.tradewind.matcher.memory.PoolMemory;
import io.tradewind.matcher.nearness.RoundTrips;
import io.tradewind.matcher.shift.GridOutlooks;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.pricing.SpotRisk;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a decision rests on beside workload and market. Start with {@link #bundled}.
 *
 * @param version names these conditions in the answer, so that it can be replayed
 * @param now when the decision is made
 * @param terms of sellers; who is missing gets {@link ProviderTerms#assumedFor}
 * @param leasableFeeds through which a lease can be started
 * @param leasableSellers with whom the organization that asks has an account, whoever tells of
 *     their offers
 * @param spotRisk of a spot machine, the same everywhere until launches have told more
 * @param outlooks how clean grids will be, for tasks that can wait
 * @param sites sellers that are enrolled sites: their agents run already, behind a line of their
 *     own
 * @param startTimes until a machine runs
 * @param memory where launches got capacity
 * @param transferRates how fast data moves to a machine
 * @param power what plans may draw on top at enrolled sites
 */
public record Conditions(
    long version,
    Instant now,
    Regions regions,
    Countries countries,
    GridIntensities intensities,
    Map<ProviderId, ProviderTerms> terms,
    Set<ProviderId> leasableFeeds,
    Set<ProviderId> leasableSellers,
    Certifications certifications,
    SpotRisk spotRisk,
    RoundTrips roundTrips,
    GridOutlooks outlooks,
    Set<ProviderId> sites,
    StartTimes startTimes,
    PoolMemory memory,
    TransferRates transferRates,
    PowerHeadroom power) {

  /**
   * An assumption: in the public availability traces of NSDI'24 ("Can't Be Late", nine zones, V100)
   * a spot machine that is up is up an hour later with probability 0.887, a hazard of 0.12 an hour.
   * Three minutes for a checkpoint, ten to be running again.
   */
  public static final SpotRisk ASSUMED_SPOT_RISK =
      new SpotRisk(0.12, Duration.ofMinutes(3), Duration.ofMinutes(10));

  private static final ProviderId THIS_MACHINE = ProviderId.of("local");

  public Conditions {
    terms = Map.copyOf(terms);
    leasableFeeds = Set.copyOf(leasableFeeds);
    leasableSellers = Set.copyOf(leasableSellers);
    sites = Set.copyOf(sites);
  }

  /** The tables that ship with the product, no carbon figures, nothing leasable. */
  public static Conditions bundled(long version, Instant now) {
    return new Conditions(
        version,
        now,
        Regions.bundled(),
        Countries.bundled(),
        GridIntensities.UNKNOWN,
        ProviderTerms.bundled(),
        Set.of(),
        Set.of(),
        Certifications.NONE,
        ASSUMED_SPOT_RISK,
        RoundTrips.BY_DISTANCE,
        GridOutlooks.NONE,
        Set.of(THIS_MACHINE),
        StartTimes.bundled(),
        PoolMemory.EMPTY,
        TransferRates.bundled(),
        PowerHeadroom.UNLIMITED);
  }

  public Conditions withRegions(Regions more) {
    return new Conditions(
        version,
        now,
        more,
        countries,
        intensities,
        terms,
        leasableFeeds,
        leasableSellers,
        certifications,
        spotRisk,
        roundTrips,
        outlooks,
        sites,
        startTimes,
        memory,
        transferRates,
        power);
  }

  public Conditions withIntensities(GridIntensities more) {
    return new Conditions(
        version,
        now,
        regions,
        countries,
        more,
        terms,
        leasableFeeds,
        leasableSellers,
        certifications,
        spotRisk,
        roundTrips,
        outlooks,
        sites,
        startTimes,
        memory,
        transferRates,
        power);
  }

  public Conditions withTerms(Map<ProviderId, ProviderTerms> more) {
    return new Conditions(
        version,
        now,
        regions,
        countries,
        intensities,
        more,
        leasableFeeds,
        leasableSellers,
        certifications,
        spotRisk,
        roundTrips,
        outlooks,
        sites,
        startTimes,
        memory,
        transferRates,
        power);
  }

  public Conditions withLeasableFeeds(Set<ProviderId> feeds) {
    return new Conditions(
        version,
        now,
        regions,
        countries,
        intensities,
        terms,
        feeds,
        leasableSellers,
        certifications,
        spotRisk,
        roundTrips,
        outlooks,
        sites,
        startTimes,
        memory,
        transferRates,
        power);
  }

  public Conditions withLeasableSellers(Set<ProviderId> sellers) {
    return new Conditions(
        version,
        now,
        regions,
        countries,
        intensities,
        terms,
        leasableFeeds,
        sellers,
        certifications,
        spotRisk,
        roundTrips,
        outlooks,
        sites,
        startTimes,
        memory,
        transferRates,
        power);
  }

  /** Whether a lease of a seller's offer, which a feed tells of, can be started. */
  public boolean isLeasable(ProviderId feed, ProviderId seller) {
    return leasableFeeds.contains(feed) || leasableSellers.contains(seller);
  }

  public Conditions withCertifications(Certifications held) {
    return new Conditions(
        version,
        now,
        regions,
        countries,
        intensities,
        terms,
        leasableFeeds,
        leasableSellers,
        held,
        spotRisk,
        roundTrips,
        outlooks,
        sites,
        startTimes,
        memory,
        transferRates,
        power);
  }

  public Conditions withRoundTrips(RoundTrips known) {
    return new Conditions(
        version,
        now,
        regions,
        countries,
        intensities,
        terms,
        leasableFeeds,
        leasableSellers,
        certifications,
        spotRisk,
        known,
        outlooks,
        sites,
        startTimes,
        memory,
        transferRates,
        power);
  }

  public Conditions withOutlooks(GridOutlooks known) {
    return new Conditions(
        version,
        now,
        regions,
        countries,
        intensities,
        terms,
        leasableFeeds,
        leasableSellers,
        certifications,
        spotRisk,
        roundTrips,
        known,
        sites,
        startTimes,
        memory,
        transferRates,
        power);
  }

  /** Beside this machine. */
  public Conditions withSites(Set<ProviderId> enrolled) {
    Set<ProviderId> all = new HashSet<>(enrolled);
    all.add(THIS_MACHINE);
    return new Conditions(
        version,
        now,
        regions,
        countries,
        intensities,
        terms,
        leasableFeeds,
        leasableSellers,
        certifications,
        spotRisk,
        roundTrips,
        outlooks,
        all,
        startTimes,
        memory,
        transferRates,
        power);
  }

  /** How long a machine takes to start. */
  public StartTime startTime(ProviderId seller, CapacityType capacityType) {
    return sites.contains(seller)
        ? startTimes.ofSite(seller, capacityType)
        : startTimes.of(seller, capacityType);
  }

  /** What launches have taught. */
  public Conditions withLaunches(StartTimes known, PoolMemory remembered) {
    return new Conditions(
        version,
        now,
        regions,
        countries,
        intensities,
        terms,
        leasableFeeds,
        leasableSellers,
        certifications,
        spotRisk,
        roundTrips,
        outlooks,
        sites,
        known,
        remembered,
        transferRates,
        power);
  }

  /** How much more machines may draw at sites, for plans of many. */
  public Conditions withPower(PowerHeadroom headroom) {
    return new Conditions(
        version,
        now,
        regions,
        countries,
        intensities,
        terms,
        leasableFeeds,
        leasableSellers,
        certifications,
        spotRisk,
        roundTrips,
        outlooks,
        sites,
        startTimes,
        memory,
        transferRates,
        headroom);
  }

  /** The same, at another moment and under another name. */
  public Conditions at(long newVersion, Instant moment) {
    return new Conditions(
        newVersion,
        moment,
        regions,
        countries,
        intensities,
        terms,
        leasableFeeds,
        leasableSellers,
        certifications,
        spotRisk,
        roundTrips,
        outlooks,
        sites,
        startTimes,
        memory,
        transferRates,
        power);
  }

  /** A site charges nothing beside the machine, by the second of this broker's own meter. */
  public ProviderTerms termsOf(ProviderId seller) {
    ProviderTerms known = terms.get(sites.contains(seller) ? THIS_MACHINE : seller);
    return known == null ? ProviderTerms.assumedFor(seller) : known;
  }

  /** What a kilowatt-hour emits at a region; empty when nobody knows. */
  public Optional<GridIntensity> intensityAt(Region region) {
    Optional<Place> place = regions.find(region);
    return intensities.at(region, place);
  }
}
