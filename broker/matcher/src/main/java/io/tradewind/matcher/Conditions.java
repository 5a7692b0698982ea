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
import io.tradewind.matcher.fence.Fence;
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
import java.util.function.Consumer;

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
 * @param fence what those above the workload allow
 * @param own sellers that belong to the organization that asks
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
    PowerHeadroom power,
    Fence fence,
    Set<ProviderId> own) {

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
    own = Set.copyOf(own);
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
        PowerHeadroom.UNLIMITED,
        Fence.NONE,
        Set.of());
  }

  public Conditions withRegions(Regions more) {
    return but(draft -> draft.regions = more);
  }

  public Conditions withIntensities(GridIntensities more) {
    return but(draft -> draft.intensities = more);
  }

  public Conditions withTerms(Map<ProviderId, ProviderTerms> more) {
    return but(draft -> draft.terms = more);
  }

  public Conditions withLeasableFeeds(Set<ProviderId> feeds) {
    return but(draft -> draft.leasableFeeds = feeds);
  }

  public Conditions withLeasableSellers(Set<ProviderId> sellers) {
    return but(draft -> draft.leasableSellers = sellers);
  }

  /** Whether a lease of a seller's offer, which a feed tells of, can be started. */
  public boolean isLeasable(ProviderId feed, ProviderId seller) {
    return leasableFeeds.contains(feed) || leasableSellers.contains(seller);
  }

  public Conditions withCertifications(Certifications held) {
    return but(draft -> draft.certifications = held);
  }

  public Conditions withRoundTrips(RoundTrips known) {
    return but(draft -> draft.roundTrips = known);
  }

  public Conditions withOutlooks(GridOutlooks known) {
    return but(draft -> draft.outlooks = known);
  }

  /** Beside this machine. */
  public Conditions withSites(Set<ProviderId> enrolled) {
    Set<ProviderId> all = new HashSet<>(enrolled);
    all.add(THIS_MACHINE);
    return but(draft -> draft.sites = all);
  }

  /** How long a machine takes to start. */
  public StartTime startTime(ProviderId seller, CapacityType capacityType) {
    return sites.contains(seller)
        ? startTimes.ofSite(seller, capacityType)
        : startTimes.of(seller, capacityType);
  }

  /** What launches have taught. */
  public Conditions withLaunches(StartTimes known, PoolMemory remembered) {
    return but(
        draft -> {
          draft.startTimes = known;
          draft.memory = remembered;
        });
  }

  /** How much more machines may draw at sites, for plans of many. */
  public Conditions withPower(PowerHeadroom headroom) {
    return but(draft -> draft.power = headroom);
  }

  /** Within what the organization's policies allow. */
  public Conditions withFence(Fence policies) {
    return but(draft -> draft.fence = policies);
  }

  /** With the sellers that belong to the organization that asks. */
  public Conditions withOwn(Set<ProviderId> sellers) {
    return but(draft -> draft.own = sellers);
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
        power,
        fence,
        own);
  }

  /**
   * A site charges nothing beside the machine, by the second of this broker's own meter; one that
   * leases for a time at least has terms of its own.
   */
  public ProviderTerms termsOf(ProviderId seller) {
    ProviderTerms known = terms.get(seller);
    if (known == null && sites.contains(seller)) {
      known = terms.get(THIS_MACHINE);
    }
    return known == null ? ProviderTerms.assumedFor(seller) : known;
  }

  /** What a kilowatt-hour emits at a region; empty when nobody knows. */
  public Optional<GridIntensity> intensityAt(Region region) {
    Optional<Place> place = regions.find(region);
    return intensities.at(region, place);
  }

  private Conditions but(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.conditions();
  }

  /** Conditions while one of their tables is exchanged. */
  private static final class Draft {
    private final Conditions before;
    private Regions regions;
    private Countries countries;
    private GridIntensities intensities;
    private Map<ProviderId, ProviderTerms> terms;
    private Set<ProviderId> leasableFeeds;
    private Set<ProviderId> leasableSellers;
    private Certifications certifications;
    private SpotRisk spotRisk;
    private RoundTrips roundTrips;
    private GridOutlooks outlooks;
    private Set<ProviderId> sites;
    private StartTimes startTimes;
    private PoolMemory memory;
    private TransferRates transferRates;
    private PowerHeadroom power;
    private Fence fence;
    private Set<ProviderId> own;

    Draft(Conditions before) {
      this.before = before;
      regions = before.regions;
      countries = before.countries;
      intensities = before.intensities;
      terms = before.terms;
      leasableFeeds = before.leasableFeeds;
      leasableSellers = before.leasableSellers;
      certifications = before.certifications;
      spotRisk = before.spotRisk;
      roundTrips = before.roundTrips;
      outlooks = before.outlooks;
      sites = before.sites;
      startTimes = before.startTimes;
      memory = before.memory;
      transferRates = before.transferRates;
      power = before.power;
      fence = before.fence;
      own = before.own;
    }

    Conditions conditions() {
      return new Conditions(
          before.version,
          before.now,
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
          power,
          fence,
          own);
    }
  }
}
