package io.tradewind.server.market;

import io.tradewind.matcher.Conditions;
import io.tradewind.pricing.Money;
import java.util.Arrays;
import java.util.Currency;
import java.util.Optional;

/**
 * The lowest and the middle price of an hour of one accelerator, over many offers: of those that
 * ask for dollars, as the history tells it.
 */
public record PriceSpread(Money min, Money median) {
  private static final Currency USD = Currency.getInstance("USD");

  static Optional<PriceSpread> of(Board board, OfferFilter filter, Conditions conditions) {
    return of(board, filter, conditions, false);
  }

  /** The same without what sites declare. */
  static Optional<PriceSpread> published(Board board, OfferFilter filter, Conditions conditions) {
    return of(board, filter, conditions, true);
  }

  private static Optional<PriceSpread> of(
      Board board, OfferFilter filter, Conditions conditions, boolean published) {
    long[] prices = new long[64];
    int count = 0;
    for (Columns columns : board.columns()) {
      FeedFilter accepted = new FeedFilter(columns, filter, conditions);
      for (int row = 0; row < columns.size(); row++) {
        long nanos = columns.dollarsPerAccelerator(row);
        if (nanos != Columns.NO_PRICE
            && accepted.accepts(row)
            && (!published || columns.isPublished(row))) {
          prices = count == prices.length ? Arrays.copyOf(prices, count * 2) : prices;
          prices[count++] = nanos;
        }
      }
    }
    if (count == 0) {
      return Optional.empty();
    }
    Arrays.sort(prices, 0, count);
    // Of an even number the lower of the two in the middle: a price that somebody really asks.
    return Optional.of(
        new PriceSpread(Money.nano(prices[0], USD), Money.nano(prices[(count - 1) / 2], USD)));
  }
}
