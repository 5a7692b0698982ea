package io.tradewind.matcher;

/**
 * The cheapest machine of one slab that was seen at each region, and what it draws. One for all
 * slabs of a question, in turn.
 */
final class PlacePrices {
  private final long[] price;
  private final double[] watts;
  private final double[] embodied;

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

  /** Whether a machine that was seen there is cheaper and draws no more. */
  boolean beat(int region, long otherPrice, double otherWatts, double otherEmbodied) {
    return otherPrice > price[region]
        && otherWatts >= watts[region]
        && otherEmbodied >= embodied[region];
  }

  void see(int region, long newPrice, double newWatts, double newEmbodied) {
    if (newPrice < price[region]) {
      price[region] = newPrice;
      watts[region] = newWatts;
      embodied[region] = newEmbodied;
    }
  }
}
