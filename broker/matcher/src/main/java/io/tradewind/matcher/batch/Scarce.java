package io.tradewind.matcher.batch;

import java.util.Arrays;

/** Limits of one kind with their surcharges, and how much is wished for at these. */
final class Scarce {
  private static final double SMOOTHING = 0.3;

  final double[] limit;
  final double[] price;
  final double[] use;
  private final double[] move;

  Scarce(double[] limit) {
    this.limit = limit;
    price = new double[limit.length];
    use = new double[limit.length];
    move = new double[limit.length];
  }

  void clearUse() {
    Arrays.fill(use, 0);
  }

  /** Σ surcharge × limit; a limit without a surcharge may be infinite. */
  double paid() {
    double sum = 0;
    for (int i = 0; i < price.length; i++) {
      sum += price[i] == 0 ? 0 : price[i] * limit[i];
    }
    return sum;
  }

  /**
   * Turns the last direction towards the overuse. Each limit is scaled by its size, so that large
   * ones do not drown small ones.
   *
   * @return the squared length in that scale
   */
  double turn() {
    double norm = 0;
    for (int i = 0; i < price.length; i++) {
      double over = use[i] - limit[i];
      if (price[i] == 0 && over <= 0) {
        move[i] = 0;
        continue;
      }
      move[i] = over + SMOOTHING * move[i];
      norm += move[i] * move[i] / (1 + limit[i]);
    }
    return norm;
  }

  void step(double length) {
    for (int i = 0; i < price.length; i++) {
      if (move[i] != 0) {
        price[i] = Math.max(0, price[i] + length * move[i] / (1 + limit[i]));
      }
    }
  }

  void restart(double[] prices) {
    System.arraycopy(prices, 0, price, 0, price.length);
    Arrays.fill(move, 0);
  }
}
