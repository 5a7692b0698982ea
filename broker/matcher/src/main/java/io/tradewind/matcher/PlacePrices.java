package io.tradewind.matcher;

/**
 * The cheapest machine of one slab that was seen at each region, and what it draws. One for all
 * slabs of a question, in turn.
 */
final class PlacePrices {
  final long[] price;
  final double[] watts;
  final double[] embodied;

  PlacePrices(int regions) {
    price = new long[regions];
    watts = new double[regions];
    embodied = new double[regions];
  }

  void clear(int[] regions) {
    for (int region : regions) {
      price[region] = Long.MAX_VALUE;
    }
  }
}
