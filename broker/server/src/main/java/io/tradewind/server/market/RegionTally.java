package io.tradewind.server.market;

import io.tradewind.api.Region;
import io.tradewind.matcher.Conditions;
import io.tradewind.pricing.Money;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a filter finds in one region.
 *
 * @param offers how many
 * @param startable how many of them are said to have room
 * @param leastNanos the lowest price of an hour of one device, in billionths of a dollar; {@link
 *     Columns#NO_PRICE} where none asks for dollars, or no machine has a device
 */
record RegionTally(long offers, long startable, long leastNanos) {
  static final RegionTally NOTHING = new RegionTally(0, 0, Columns.NO_PRICE);

  private static final Currency USD = Currency.getInstance("USD");

  static Map<Region, RegionTally> of(Board board, OfferFilter filter, Conditions conditions) {
    Map<Region, RegionTally> tallies = new HashMap<>();
    for (Columns columns : board.columns()) {
      FeedFilter accepted = new FeedFilter(columns, filter, conditions);
      for (int row = 0; row < columns.size(); row++) {
        if (accepted.accepts(row)) {
          tallies.merge(
              columns.regions[columns.regionOf[row]], ofRow(columns, row), RegionTally::plus);
        }
      }
    }
    return tallies;
  }

  Optional<Money> fromPrice() {
    return leastNanos == Columns.NO_PRICE
        ? Optional.empty()
        : Optional.of(Money.nano(leastNanos, USD));
  }

  private static RegionTally ofRow(Columns columns, int row) {
    boolean startable = columns.rows[row].availability().state().mayStart();
    return new RegionTally(1, startable ? 1 : 0, columns.dollarsPerAccelerator(row));
  }

  private RegionTally plus(RegionTally other) {
    return new RegionTally(
        offers + other.offers, startable + other.startable, Math.min(leastNanos, other.leastNanos));
  }
}
