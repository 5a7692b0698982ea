package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Market;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The market's snapshot and, for the same offers, the columns that lists are answered from.
 * Immutable.
 */
final class Board {
  static final Board EMPTY = new Board(Market.empty(), Collections.emptySortedMap());

  private final Market market;
  private final SortedMap<ProviderId, Columns> feeds;

  private Board(Market market, SortedMap<ProviderId, Columns> feeds) {
    this.market = market;
    this.feeds = feeds;
  }

  Market market() {
    return market;
  }

  /** In the order of their feeds' names. */
  Collection<Columns> columns() {
    return feeds.values();
  }

  /** The next snapshot: {@code offers} replace all of their feed. */
  Board with(Columns fresh, List<Offer> offers) {
    SortedMap<ProviderId, Columns> next = new TreeMap<>(feeds);
    next.put(fresh.feed, fresh);
    return new Board(market.with(fresh.feed, offers), Collections.unmodifiableSortedMap(next));
  }
}
