package io.tradewind.server.market;

import io.tradewind.matcher.Conditions;
import io.tradewind.server.market.Foremost.Hit;
import io.tradewind.server.page.Cursors;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sorted, filtered list of the board's offers, answered in pages. A cursor holds the place of the
 * last offer shown, so equal prices neither repeat nor get lost between pages, and a market that
 * moves in between does no harm.
 *
 * @param sort equal offers are ordered by id, then by feed, in either order
 */
record OfferList(OfferFilter filter, SortKey sort, boolean descending) {

  /**
   * One page.
   *
   * @param next leads to the page after; empty on the last
   * @param total of all pages
   */
  record Part(List<Hit> hits, Optional<String> next, long total) {}

  /** Where a page begins: behind this. */
  private record Start(long key, String id, String feed) {
    boolean isBefore(long otherKey, Columns columns, int row) {
      if (key != otherKey) {
        return key < otherKey;
      }
      int byId = id.compareTo(columns.rows[row].id().value());
      return byId != 0 ? byId < 0 : feed.compareTo(columns.feed.value()) < 0;
    }
  }

  Part page(Board board, Conditions conditions, @Nullable String cursor, int limit) {
    ProviderRanks ranks = new ProviderRanks(board.columns());
    Start start = cursor == null ? null : start(cursor, ranks);
    Foremost foremost = new Foremost(limit + 1);
    long total = 0;
    for (Columns columns : board.columns()) {
      FeedFilter accepted = new FeedFilter(columns, filter, conditions);
      total += scan(columns, accepted, ranks, start, foremost);
    }
    List<Hit> hits = foremost.inOrder();
    if (hits.size() <= limit) {
      return new Part(hits, Optional.empty(), total);
    }
    List<Hit> shown = hits.subList(0, limit);
    return new Part(shown, Optional.of(cursor(shown.get(limit - 1))), total);
  }

  private long scan(
      Columns columns,
      FeedFilter accepted,
      ProviderRanks ranks,
      @Nullable Start start,
      Foremost foremost) {
    long total = 0;
    int size = columns.size();
    for (int i = 0; i < size; i++) {
      // Rows ascend by price: from the dear end on, a descending list finds its first page early.
      int row = descending ? size - 1 - i : i;
      if (accepted.accepts(row)) {
        total++;
        long key = directed(sort.of(columns, row, ranks));
        if (start == null || start.isBefore(key, columns, row)) {
          foremost.offer(key, columns.rows[row], columns.feed);
        }
      }
    }
    return total;
  }

  private long directed(long key) {
    return descending && key != Columns.NO_PRICE ? ~key : key;
  }

  private String cursor(Hit last) {
    String key =
        sort == SortKey.PROVIDER ? last.offer().provider().value() : Long.toString(last.key());
    return Cursors.encode(name(), key, last.offer().id().value(), last.feed().value());
  }

  private Start start(String cursor, ProviderRanks ranks) {
    List<String> parts = Cursors.decode(cursor, 4);
    if (!parts.get(0).equals(name())) {
      throw Cursors.bad();
    }
    try {
      long key =
          sort == SortKey.PROVIDER
              ? directed(ranks.of(parts.get(1)))
              : Long.parseLong(parts.get(1));
      return new Start(key, parts.get(2), parts.get(3));
    } catch (NumberFormatException e) {
      throw Cursors.bad();
    }
  }

  /** A cursor of one order makes no sense in another. */
  private String name() {
    return sort.wireName() + (descending ? " desc" : " asc");
  }
}
