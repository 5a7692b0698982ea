package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the first few of a list without sorting the rest. */
final class Foremost {
  private final int most;
  private final PriorityQueue<Hit> lastFirst = new PriorityQueue<>(Comparator.<Hit>reverseOrder());

  /**
   * An offer and its place in the list.
   *
   * @param key smaller comes first; equal keys are ordered by offer id, then by feed
   */
  record Hit(long key, Offer offer, ProviderId feed) implements Comparable<Hit> {
    @Override
    public int compareTo(Hit other) {
      return compare(key, offer.id().value(), feed.value(), other);
    }

    static int compare(long key, String id, String feed, Hit other) {
      if (key != other.key) {
        return Long.compare(key, other.key);
      }
      int byId = id.compareTo(other.offer.id().value());
      return byId != 0 ? byId : feed.compareTo(other.feed.value());
    }
  }

  Foremost(int most) {
    this.most = most;
  }

  void offer(long key, Offer offer, ProviderId feed) {
    if (lastFirst.size() < most) {
      lastFirst.add(new Hit(key, offer, feed));
      return;
    }
    // Most rows end here, before their offer is touched in memory.
    if (key > lastFirst.element().key()) {
      return;
    }
    if (Hit.compare(key, offer.id().value(), feed.value(), lastFirst.element()) < 0) {
      lastFirst.remove();
      lastFirst.add(new Hit(key, offer, feed));
    }
  }

  List<Hit> inOrder() {
    List<Hit> hits = new ArrayList<>(lastFirst);
    Collections.sort(hits);
    return hits;
  }
}
