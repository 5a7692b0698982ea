package io.tradewind.matcher.batch;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Limits of one kind with their surcharges, and how much is wished for at these. */
final class Scarce {
  private static final double SMOOTHING = 0.3;

  final double[] limit;
  final double[] price;
  final double[] use;
  private final double[] move;

  /** All that have a surcharge or a wish; the others need no look. */
  private int[] live;

  Scarce(double[] limit) {
    this.limit = limit;
    price = new double[limit.length];
    use = new double[limit.length];
    move = new double[limit.length];
    live = IntStream.range(0, limit.length).toArray();
  }

  /** Of these alone, and of all with a surcharge, the use will change until the next call. */
  void watch(int[] positions, int count) {
    boolean[] seen = new boolean[price.length];
    int[] watched = new int[price.length];
    int n = 0;
    for (int k = 0; k < count; k++) {
      if (!seen[positions[k]]) {
        seen[positions[k]] = true;
        watched[n++] = positions[k];
      }
    }
    for (int i : live) {
      if (!seen[i]) {
        if (price[i] > 0) {
          watched[n++] = i;
        } else {
          move[i] = 0;
        }
      }
    }
    live = Arrays.copyOf(watched, n);
  }

  int[] live() {
    return live;
  }

  void clearUse() {
    for (int i : live) {
      use[i] = 0;
    }
  }

  /** Σ surcharge × limit; a limit without a surcharge may be infinite. */
  double paid() {
    double sum = 0;
    for (int i : live) {
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
    for (int i : live) {
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
    for (int i : live) {
      if (move[i] != 0) {
        price[i] = Math.max(0, price[i] + length * move[i] / (1 + limit[i]));
      }
    }
  }

  void restart(double[] prices) {
    System.arraycopy(prices, 0, price, 0, price.length);
    Arrays.fill(move, 0);
    boolean[] seen = new boolean[price.length];
    for (int i : live) {
      seen[i] = true;
    }
    live = IntStream.range(0, price.length).filter(i -> seen[i] || price[i] > 0).toArray();
  }
}
