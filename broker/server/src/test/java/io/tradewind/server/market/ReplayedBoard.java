package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Standing;
import io.tradewind.matcher.Market;
import java.time.Instant;
import java.util.List;

/** What {@link LiveMarket} does with a reading, and nothing around it: for the benchmark. */
public final class ReplayedBoard {
  private volatile Board board = Board.EMPTY;

  public Market market() {
    return board.market();
  }

  /** Everything that the feed lists now. */
  public void replace(ProviderId feed, List<Offer> told, Instant now) {
    Board before = board;
    Stock stock =
        before
            .shelf(feed)
            .map(shelf -> shelf.stock().next(Standing.SELLER, told))
            .orElseGet(() -> new Stock(feed, Standing.SELLER, told));
    board = before.with(stock, now);
  }
}
