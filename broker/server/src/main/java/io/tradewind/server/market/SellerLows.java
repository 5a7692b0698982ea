package io.tradewind.server.market;

import io.tradewind.matcher.Conditions;
import io.tradewind.pricing.Money;
import java.util.Currency;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The lowest price of an hour of one accelerator at each seller that publishes its prices or is
 * asked for them, in dollars. What operators declare of their own sites is left out.
 */
final class SellerLows {
  private static final Currency USD = Currency.getInstance("USD");

  private SellerLows() {}

  static SortedMap<String, Money> of(Board board, OfferFilter filter, Conditions conditions) {
    SortedMap<String, Money> lows = new TreeMap<>();
    for (Columns columns : board.columns()) {
      FeedFilter accepted = new FeedFilter(columns, filter, conditions);
      for (int row = 0; row < columns.size(); row++) {
        long nanos = columns.dollarsPerAccelerator(row);
        if (nanos != Columns.NO_PRICE && accepted.accepts(row) && columns.isPublished(row)) {
          String seller = columns.regions[columns.regionOf[row]].provider().value();
          lows.merge(seller, Money.nano(nanos, USD), Money::min);
        }
      }
    }
    return lows;
  }
}
