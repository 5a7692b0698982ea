package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Standing;
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
  private final Map<OfferId, Offer> byId;
  private final long[] hashes;
  private final long[] sorted;
  private final long oldestMillis;

  Stock(ProviderId feed, Standing standing, List<Offer> offers) {
    this.feed = feed;
    this.standing = standing;
    this.offers = List.copyOf(offers);
    byId = new HashMap<>(offers.size() * 2);
    hashes = new long[offers.size()];
    long oldest = Long.MAX_VALUE;
    for (int row = 0; row < hashes.length; row++) {
      Offer offer = offers.get(row);
      byId.put(offer.id(), offer);
      hashes[row] = Machine.hash(offer);
      oldest = Math.min(oldest, offer.observedAt().toEpochMilli());
    }
    oldestMillis = oldest;
    sorted = Arrays.stream(hashes).sorted().distinct().toArray();
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
    return hashes.length;
  }

  Optional<Offer> find(OfferId id) {
    return Optional.ofNullable(byId.get(id));
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
    if (sorted.length > other.sorted.length) {
      return other.sharesWith(this);
    }
    return Arrays.stream(sorted).anyMatch(hash -> Arrays.binarySearch(other.sorted, hash) >= 0);
  }

  /** Adds the numbers of machines that both feeds tell of. */
  void addCommon(Stock other, Set<Long> common) {
    int mine = 0;
    int theirs = 0;
    while (mine < sorted.length && theirs < other.sorted.length) {
      int order = Long.compare(sorted[mine], other.sorted[theirs]);
      if (order == 0) {
        common.add(sorted[mine]);
      }
      mine += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0;
    }
  }

  /** The offers of machines with these numbers. */
  List<Offer> of(Set<Long> wanted) {
    List<Offer> found = new ArrayList<>();
    if (!wanted.isEmpty()) {
      for (int row = 0; row < hashes.length; row++) {
        if (wanted.contains(hashes[row])) {
          found.add(offers.get(row));
        }
      }
    }
    return found;
  }
}
