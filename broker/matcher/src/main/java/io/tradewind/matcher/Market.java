package io.tradewind.matcher;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.pricing.ExchangeRates;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every offer at one moment. Immutable: a reader keeps the snapshot that it has, and a new one
 * shares the segments of all feeds that did not change.
 */
public final class Market implements Iterable<Offer> {
  private static final Market EMPTY = new Market(0, new TreeMap<>(), PriceScale.DOLLARS_ALONE);

  private final long version;
  private final TreeMap<ProviderId, Segment> segments;
  private final PriceScale scale;
  private final int size;

  private Market(long version, TreeMap<ProviderId, Segment> segments, PriceScale scale) {
    this.version = version;
    this.segments = segments;
    this.scale = scale;
    this.size = segments.values().stream().mapToInt(Segment::size).sum();
  }

  public static Market empty() {
    return EMPTY;
  }

  /**
   * The next version, with all offers of one feed replaced. Offer ids must be unique within the
   * feed, and should be over feeds: {@link #find} answers with the first feed's.
   */
  public Market with(ProviderId feed, List<Offer> offers) {
    TreeMap<ProviderId, Segment> next = new TreeMap<>(segments);
    if (offers.isEmpty()) {
      next.remove(feed);
    } else {
      next.put(feed, Segment.of(feed, offers, scale));
    }
    return new Market(version + 1, next, scale);
  }

  /**
   * The next version, with new prices of some of a feed's offers: the answer is the same as after
   * {@link #with} of all its offers, for the cost of the prices that moved. Moves of offers that
   * the feed does not list are left out; of two moves of one offer the later in the list stands.
   */
  public Market reprice(ProviderId feed, List<PriceMove> moves) {
    TreeMap<ProviderId, Segment> next = new TreeMap<>(segments);
    next.computeIfPresent(feed, (key, segment) -> SegmentEditor.apply(segment, moves, scale));
    return new Market(version + 1, next, scale);
  }

  /**
   * The next version, with some of a feed's offers as they are told now, in place of those with
   * their ids: the answer is the same as after {@link #with} of all its offers. It costs what
   * {@link #reprice} costs while nothing changed but prices, times and figures; anything else, and
   * an offer that is new, has the whole feed laid out anew.
   */
  public Market update(ProviderId feed, List<Offer> told) {
    TreeMap<ProviderId, Segment> next = new TreeMap<>(segments);
    Segment known = segments.get(feed);
    if (known != null) {
      next.put(feed, SegmentEditor.update(known, told, scale));
    } else if (!told.isEmpty()) {
      next.put(feed, Segment.of(feed, told, scale));
    }
    return new Market(version + 1, next, scale);
  }

  /**
   * The next version, in which other currencies are compared by these rates. The rates are part of
   * the market: an answer that names its version can be replayed with them.
   */
  public Market ratedBy(ExchangeRates rates) {
    PriceScale next = new PriceScale(Optional.of(rates));
    TreeMap<ProviderId, Segment> on = new TreeMap<>(segments);
    on.replaceAll((feed, segment) -> segment.on(next));
    return new Market(version + 1, on, next);
  }

  /** How prices of several currencies compare here. */
  public PriceScale scale() {
    return scale;
  }

  /** Grows by one with every change of what it holds. */
  public long version() {
    return version;
  }

  public int size() {
    return size;
  }

  public Optional<Offer> find(OfferId id) {
    return segmentOf(id).flatMap(segment -> segment.find(id));
  }

  /** The feed that tells of an offer; empty when no feed does. */
  public Optional<ProviderId> feedOf(OfferId id) {
    return segmentOf(id).map(Segment::feed);
  }

  /** The feed's offers, in the market's own order: by model, capacity type, machine, price. */
  public List<Offer> offers(ProviderId feed) {
    Segment segment = segments.get(feed);
    return segment == null ? List.of() : segment.offers();
  }

  /** Those that have offers. */
  public Set<ProviderId> feeds() {
    return Collections.unmodifiableSet(segments.keySet());
  }

  @Override
  public Iterator<Offer> iterator() {
    return stream().iterator();
  }

  /** Every offer, feed by feed. */
  public Stream<Offer> stream() {
    return segments.values().stream().flatMap(segment -> segment.offers().stream());
  }

  Collection<Segment> segments() {
    return segments.values();
  }

  @Override
  public String toString() {
    return "Market version %d of %d offers, feeds %s".formatted(version, size, feeds());
  }

  private Optional<Segment> segmentOf(OfferId id) {
    return segments.values().stream().filter(segment -> segment.find(id).isPresent()).findFirst();
  }

  /** For tests that look at sharing. */
  Map<ProviderId, Segment> byFeed() {
    return Collections.unmodifiableMap(segments);
  }
}
