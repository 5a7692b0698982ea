package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Standing;
import io.tradewind.matcher.PriceScale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one feed told, at the prices that it told. Offers are numbered by what they are a price of,
 * so that two feeds are compared by walking along two lists of numbers.
 */
final class Stock {
  private final ProviderId feed;
  private final Standing standing;
  private final List<Offer> offers;
  private final Rows rows;
  private final long oldestMillis;
  private final boolean foreign;

  /** What stays as it is while a feed lists the same machines in the same order. */
  private static final class Rows {
    private final Map<OfferId, Integer> byId;

    /** Of what is sold, by row. */
    private final long[] hashes;

    /** The same, each once. */
    private final long[] sorted;

    Rows(List<Offer> offers) {
      byId = new HashMap<>(offers.size() * 2);
      hashes = new long[offers.size()];
      for (int row = 0; row < hashes.length; row++) {
        byId.put(offers.get(row).id(), row);
        hashes[row] = Machine.hash(offers.get(row));
      }
      sorted = Arrays.stream(hashes).sorted().distinct().toArray();
    }
  }

  Stock(ProviderId feed, Standing standing, List<Offer> offers) {
    this(feed, standing, List.copyOf(offers), new Rows(offers));
  }

  private Stock(ProviderId feed, Standing standing, List<Offer> offers, Rows rows) {
    this.feed = feed;
    this.standing = standing;
    this.offers = offers;
    this.rows = rows;
    long oldest = Long.MAX_VALUE;
    boolean others = false;
    for (Offer offer : offers) {
      others |= isForeign(offer);
      oldest = Math.min(oldest, offer.observedAt().toEpochMilli());
    }
    oldestMillis = oldest;
    foreign = others;
  }

  /** What the feed tells next. Costs little where it lists the same machines in the same order. */
  Stock next(Standing now, List<Offer> told) {
    boolean same = told.size() == size();
    for (int row = 0; same && row < told.size(); row++) {
      same = isSameMachine(offers.get(row), told.get(row));
    }
    return same ? new Stock(feed, now, List.copyOf(told), rows) : new Stock(feed, now, told);
  }

  private static boolean isSameMachine(Offer one, Offer other) {
    return one.id().equals(other.id())
        && one.capacityType() == other.capacityType()
        && one.region().equals(other.region())
        && one.instanceType().equals(other.instanceType());
  }

  /** Whether both list the same machines in the same order, one told after the other. */
  boolean isLaidOutLike(Stock other) {
    return rows == other.rows;
  }

  /** Whether a price is asked in another currency than the one in which all compare. */
  static boolean isForeign(Offer offer) {
    return !offer.price().perHour().currency().equals(PriceScale.CURRENCY);
  }

  boolean isForeign() {
    return foreign;
  }

  ProviderId feed() {
    return feed;
  }

  Standing standing() {
    return standing;
  }

  List<Offer> offers() {
    return offers;
  }

  int size() {
    return offers.size();
  }

  Optional<Offer> find(OfferId id) {
    return Optional.ofNullable(rows.byId.get(id)).map(offers::get);
  }

  Instant oldest() {
    return Instant.ofEpochMilli(oldestMillis);
  }

  /** False when nothing that was told is older than {@code limit}. */
  boolean hasOlderThan(Instant limit) {
    return oldestMillis <= limit.toEpochMilli();
  }

  /** Whether both tell of one machine at least. Quick where one of them is small. */
  boolean sharesWith(Stock other) {
    long[] mine = rows.sorted;
    long[] theirs = other.rows.sorted;
    if (mine.length > theirs.length) {
      return other.sharesWith(this);
    }
    return Arrays.stream(mine).anyMatch(hash -> Arrays.binarySearch(theirs, hash) >= 0);
  }

  /** Adds the numbers of machines that both feeds tell of. */
  void addCommon(Stock other, Set<Long> common) {
    long[] mine = rows.sorted;
    long[] theirs = other.rows.sorted;
    int at = 0;
    int there = 0;
    while (at < mine.length && there < theirs.length) {
      int order = Long.compare(mine[at], theirs[there]);
      if (order == 0) {
        common.add(mine[at]);
      }
      at += order <= 0 ? 1 : 0;
      there += order >= 0 ? 1 : 0;
    }
  }

  /** The offers of machines with these numbers. */
  List<Offer> of(Set<Long> wanted) {
    List<Offer> found = new ArrayList<>();
    if (!wanted.isEmpty()) {
      for (int row = 0; row < offers.size(); row++) {
        if (wanted.contains(rows.hashes[row])) {
          found.add(offers.get(row));
        }
      }
    }
    return found;
  }
}
