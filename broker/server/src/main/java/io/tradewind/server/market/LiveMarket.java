package io.tradewind.server.market;

import io.tradewind.api.Capability;
import io.tradewind.api.LatencyReading;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.Place;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderId;
import io.tradewind.api.ProviderTerms;
import io.tradewind.api.Region;
import io.tradewind.api.Standing;
import io.tradewind.api.StartTimes;
import io.tradewind.matcher.Certifications;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.PowerHeadroom;
import io.tradewind.matcher.memory.PoolMemory;
import io.tradewind.matcher.shift.GridOutlooks;
import io.tradewind.pricing.BillingTerms;
import io.tradewind.pricing.Money;
import io.tradewind.pricing.Watts;
import io.tradewind.server.feed.ProviderRegistry;
import io.tradewind.server.health.MarketLoaded;
import io.tradewind.server.rate.RateBook;
import io.tradewind.server.rate.RatesTold;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The market of this moment and the conditions of a decision on it. Readers take the snapshot and
 * never wait; writers, one for each feed, take turns.
 */
@ApplicationScoped
public class LiveMarket implements MarketLoaded {
  private final ProviderRegistry providers;
  private final Instance<SitePlaces> sitePlaces;
  private final GridBook grids;
  private final RoundTripBook distances;
  private final Clock clock;
  private final Instant began;
  private final Set<ProviderId> polled = ConcurrentHashMap.newKeySet();
  private final Object writing = new Object();

  private volatile Board board = Board.EMPTY;
  private volatile Conditions base;
  private GridFigures figures;
  private List<PriceOverride> negotiated = List.of();
  private List<PriceOverride> committed = List.of();
  private volatile Map<Region, Place> places = Map.of();
  private volatile Map<UUID, Set<ProviderId>> accounts = Map.of();
  private volatile Map<UUID, Set<ProviderId>> owned = Map.of();

  LiveMarket(
      ProviderRegistry providers,
      Instance<SitePlaces> sitePlaces,
      GridBook grids,
      RoundTripBook distances,
      RateBook rates,
      Clock clock) {
    this.providers = providers;
    this.sitePlaces = sitePlaces;
    this.grids = grids;
    this.distances = distances;
    this.clock = clock;
    began = clock.instant();
    rates.newest().ifPresent(day -> board = board.with(day, began));
    figures = grids.figures();
    base =
        Conditions.bundled(1, began)
            .withIntensities(figures.intensities())
            .withRoundTrips(distances.roundTrips())
            .withLeasableFeeds(provisioning(providers));
  }

  /** What may be placed on now. */
  public Market market() {
    return board().market();
  }

  /** The market with what was left out of it. */
  public Snapshot snapshot() {
    return Snapshot.of(board());
  }

  /** Everything that a feed told at its last reading, at the prices that it told. */
  public List<Offer> told(ProviderId feed) {
    return board.shelf(feed).map(shelf -> shelf.stock().offers()).orElse(List.of());
  }

  /** Of what a feed told, that for which no other source is believed. */
  public List<Offer> believed(ProviderId feed) {
    return board().shelf(feed).map(Shelf::believed).orElse(List.of());
  }

  /** How many of a feed's offers another source supersedes. */
  public int superseded(ProviderId feed) {
    return board().shelf(feed).map(Shelf::superseded).orElse(0);
  }

  /** An offer as lists show it, and the feed that tells of it. */
  public Optional<Told> find(OfferId id) {
    return board().find(id).map(found -> new Told(found.feed(), found.offer()));
  }

  /** An offer with this id that another feed tells of. */
  public Optional<Told> toldElsewhere(ProviderId feed, OfferId id) {
    return board.shelves().stream()
        .map(Shelf::stock)
        .filter(stock -> !stock.feed().equals(feed))
        .flatMap(stock -> stock.find(id).map(it -> new Told(stock.feed(), it)).stream())
        .findFirst();
  }

  /** An offer and the feed that told it. */
  public record Told(ProviderId feed, Offer offer) {
    /** Whether it is the same thing at the same place: then the other feed is a second source. */
    public boolean isSameAs(Offer other) {
      return Machine.of(offer).equals(Machine.of(other)) && offer.zone().equals(other.zone());
    }
  }

  /** What looks like a price under a commitment, with the source that says so. */
  public List<Suspicion> suspicions(ProviderId feed) {
    return Suspicion.of(board(), feed);
  }

  /** Feeds that told such prices. */
  public Set<ProviderId> suspectedFeeds() {
    return board().comparison().suspectedFeeds();
  }

  /** What the organization pays in place of the prices that are told, from now on. */
  public void override(List<PriceOverride> overrides) {
    synchronized (writing) {
      negotiated = List.copyOf(overrides);
      reprice();
    }
  }

  /** What the organization has paid for already; it comes before what it has negotiated. */
  public void commit(List<PriceOverride> commitments) {
    synchronized (writing) {
      committed = List.copyOf(commitments);
      reprice();
    }
  }

  private void reprice() {
    Instant now = clock.instant();
    List<PriceOverride> all = new ArrayList<>(committed);
    all.addAll(negotiated);
    board = board.with(Overrides.of(all, now), now);
  }

  /** Newer rates by which prices of other currencies compare. */
  void rated(@Observes RatesTold told) {
    synchronized (writing) {
      board = board.with(told.rates(), clock.instant());
    }
  }

  /** Their version grows whenever anything but the time changes. */
  public Conditions conditions() {
    return at(base, base.version(), clock.instant());
  }

  /**
   * The same for an organization, which may lease from sellers that it has an account with. One of
   * them may sell what many others have, as the feed of its own name.
   */
  public Conditions conditions(UUID organization) {
    Conditions now = toItself(organization);
    Set<ProviderId> sellers = accounts.getOrDefault(organization, Set.of());
    if (sellers.isEmpty()) {
      return now;
    }
    Set<ProviderId> feeds = new HashSet<>(now.leasableFeeds());
    feeds.addAll(sellers);
    return now.withLeasableSellers(sellers).withLeasableFeeds(feeds);
  }

  /** The same for an organization, through the broker's own accounts alone. */
  public Conditions toItself(UUID organization) {
    Set<ProviderId> own = owned.getOrDefault(organization, Set.of());
    return own.isEmpty() ? conditions() : conditions().withOwn(own);
  }

  /** With which sellers organizations have accounts that leases can be started in. */
  public void connect(Map<UUID, Set<ProviderId>> sellers) {
    synchronized (writing) {
      if (!sellers.equals(accounts)) {
        accounts = Map.copyOf(sellers);
        base = at(base, base.version() + 1, began);
      }
    }
  }

  /** Whether every provider has been asked at least once, successfully or not. */
  public boolean isSettled() {
    return providers.all().stream().map(Provider::id).allMatch(polled::contains);
  }

  @Override
  public boolean marketLoaded() {
    return market().size() > 0 || isSettled();
  }

  /** All offers of a feed, in place of those that it told before. */
  public Market replace(ProviderId feed, List<Offer> offers) {
    Standing standing = standing(feed);
    Stock stock =
        board
            .shelf(feed)
            .map(before -> before.stock().next(standing, offers))
            .orElseGet(() -> new Stock(feed, standing, offers));
    synchronized (writing) {
      board = board.with(stock, clock.instant());
      return board.market();
    }
  }

  private Standing standing(ProviderId feed) {
    return providers.find(feed).map(Provider::standing).orElse(Standing.REPORTED);
  }

  /** A feed was asked, with whatever success. */
  public void polled(ProviderId feed) {
    polled.add(feed);
  }

  /** Looks again where the enrolled sites are, and what they may draw. Blocks. */
  public void refreshPlaces() {
    Map<Region, Place> now = new HashMap<>();
    Map<Region, Set<String>> held = new HashMap<>();
    Map<ProviderId, Watts> drawable = new HashMap<>();
    Map<ProviderId, UUID> owners = new HashMap<>();
    Map<ProviderId, ProviderTerms> terms = new HashMap<>(ProviderTerms.bundled());
    sitePlaces.forEach(
        book -> {
          now.putAll(book.places());
          held.putAll(book.certifications());
          drawable.putAll(book.power());
          owners.putAll(book.owners());
          book.minimums().forEach((site, least) -> terms.put(site, leastTerms(site, least)));
        });
    measuredBySites();
    PowerHeadroom power = new PowerHeadroom(drawable);
    Certifications certifications = new Certifications(base.certifications().byProvider(), held);
    Map<UUID, Set<ProviderId>> own =
        owners.keySet().stream()
            .collect(Collectors.groupingBy(owners::get, Collectors.toUnmodifiableSet()));
    synchronized (writing) {
      if (!own.equals(owned)) {
        owned = own;
        base = at(base, base.version() + 1, began);
      }
      if (!now.equals(places) || !certifications.equals(base.certifications())) {
        places = Map.copyOf(now);
        base =
            at(base, base.version() + 1, began)
                .withCertifications(certifications)
                .withRegions(Conditions.bundled(0, began).regions().with(places))
                .withSites(
                    places.keySet().stream().map(Region::provider).collect(Collectors.toSet()));
      }
      if (!power.equals(base.power())) {
        base = at(base, base.version() + 1, began).withPower(power);
      }
      if (!terms.equals(base.terms())) {
        base = at(base, base.version() + 1, began).withTerms(terms);
      }
    }
  }

  /** As this machine's, but for the least time that is charged. */
  private static ProviderTerms leastTerms(ProviderId site, Duration least) {
    ProviderTerms own = Objects.requireNonNull(ProviderTerms.bundled().get(ProviderId.of("local")));
    return new ProviderTerms(
        site,
        new BillingTerms(least, own.billing().increment()),
        own.diskPerGigabyteMonth(),
        own.egressOut(),
        own.egressBetweenRegions(),
        own.egressByWay(),
        "the site's ask",
        own.year(),
        false);
  }

  /** For how many offers each override holds now. */
  public Map<PriceOverride, Long> overridden() {
    return board().shelves().stream()
        .flatMap(shelf -> shelf.overridden().stream())
        .collect(Collectors.groupingBy(it -> it, Collectors.counting()));
  }

  /** Takes over what the carbon feeds have told, and what has become too old since. */
  public void refreshGrids() {
    synchronized (writing) {
      GridFigures now = grids.figures();
      GridOutlooks outlooks = GridOutlooks.of(grids.forecasts().values(), clock.instant());
      if (!now.equals(figures) || !outlooks.equals(base.outlooks())) {
        figures = now;
        base =
            at(base, base.version() + 1, began)
                .withIntensities(now.intensities())
                .withOutlooks(outlooks);
      }
    }
  }

  /** What launches have taught since. */
  public void learn(StartTimes times, PoolMemory memory) {
    synchronized (writing) {
      base = at(base, base.version() + 1, began).withLaunches(times, memory);
    }
  }

  /** A feed of round trips has told. */
  void measured(String feed, LatencyReading reading) {
    if (distances.take(feed, reading)) {
      useRoundTrips();
    }
  }

  private void measuredBySites() {
    List<LatencyReading> all = new ArrayList<>();
    sitePlaces.forEach(book -> all.addAll(book.roundTrips()));
    if (distances.takeOfSites(all)) {
      useRoundTrips();
    }
  }

  private void useRoundTrips() {
    var roundTrips = distances.roundTrips();
    synchronized (writing) {
      base = at(base, base.version() + 1, began).withRoundTrips(roundTrips);
    }
  }

  /** Prices of an hour of one accelerator, now. Empty when no such offer has one. */
  public Optional<PriceSpread> spread(OfferParameters wanted) {
    return PriceSpread.of(board(), wanted.filter(), conditions());
  }

  /** The same without what sites declare. */
  public Optional<PriceSpread> publishedSpread(OfferParameters wanted) {
    return PriceSpread.published(board(), wanted.filter(), conditions());
  }

  /** The lowest of the same at each seller, by name; none of what sites declare. */
  public SortedMap<String, Money> lowestBySeller(OfferParameters wanted) {
    return SellerLows.of(board(), wanted.filter(), conditions());
  }

  /** As it is now: news ages, and overrides begin and end, without anybody telling. */
  Board board() {
    Board known = board;
    Instant now = clock.instant();
    if (now.isBefore(known.until())) {
      return known;
    }
    synchronized (writing) {
      if (!now.isBefore(board.until())) {
        board = board.at(now);
      }
      return board;
    }
  }

  /** Tells replies of one process from those of the next, whose versions begin anew. */
  String epoch() {
    return Long.toString(began.toEpochMilli(), Character.MAX_RADIX);
  }

  private static Conditions at(Conditions conditions, long version, Instant now) {
    return conditions.at(version, now);
  }

  private static Set<ProviderId> provisioning(ProviderRegistry providers) {
    return providers.all().stream()
        .filter(provider -> provider.capabilities().contains(Capability.PROVISION))
        .map(Provider::id)
        .collect(Collectors.toUnmodifiableSet());
  }
}
