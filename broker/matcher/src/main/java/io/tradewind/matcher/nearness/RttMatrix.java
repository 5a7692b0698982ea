package io.tradewind.matcher.nearness;

import io.tradewind.api.LatencyReading;
import io.tradewind.api.LatencyReading.Landmark;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A reading as a symmetric matrix, without what cannot be true. Answers that come from another
 * machine than the one that was asked are always too fast: whatever beats light in fibre is left
 * out, and where the two directions differ by more than a tenth the slower one is believed.
 *
 * @param milliseconds NaN where nothing believable was measured, and on the diagonal
 */
record RttMatrix(List<Landmark> landmarks, double[][] milliseconds) {
  private static final double AGREEMENT = 0.9;

  static RttMatrix of(LatencyReading reading) {
    List<Landmark> landmarks = reading.landmarks();
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < landmarks.size(); i++) {
      index.put(landmarks.get(i).name(), i);
    }
    double[][] directed = empty(landmarks.size());
    for (LatencyReading.Measured one : reading.measured()) {
      int from = index.getOrDefault(one.from(), -1);
      int to = index.getOrDefault(one.to(), -1);
      double least = Fibre.milliseconds(landmarks.get(from).point(), landmarks.get(to).point());
      if (from != to && one.milliseconds() >= least) {
        directed[from][to] = one.milliseconds();
      }
    }
    return new RttMatrix(landmarks, symmetric(directed));
  }

  private static double[][] empty(int size) {
    double[][] empty = new double[size][size];
    for (double[] row : empty) {
      Arrays.fill(row, Double.NaN);
    }
    return empty;
  }

  private static double[][] symmetric(double[][] directed) {
    double[][] symmetric = empty(directed.length);
    for (int i = 0; i < directed.length; i++) {
      for (int j = 0; j < directed.length; j++) {
        symmetric[i][j] = believed(directed[i][j], directed[j][i]);
      }
    }
    return symmetric;
  }

  private static double believed(double there, double back) {
    if (Double.isNaN(there) || Double.isNaN(back)) {
      return Double.isNaN(there) ? back : there;
    }
    double slower = Math.max(there, back);
    return Math.min(there, back) < AGREEMENT * slower ? slower : (there + back) / 2;
  }

  /** Everything but one landmark, to see how well the others tell of it. */
  RttMatrix without(int left) {
    int size = landmarks.size() - 1;
    double[][] rest = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        rest[i][j] = milliseconds[i < left ? i : i + 1][j < left ? j : j + 1];
      }
    }
    List<Landmark> others =
        landmarks.stream().filter(one -> !one.equals(landmarks.get(left))).toList();
    return new RttMatrix(others, rest);
  }
}
