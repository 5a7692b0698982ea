package io.tradewind.matcher.nearness;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Square matrices; NaN is a missing value. */
final class Squares {
  private Squares() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double[][] times(double[][] a, double[][] b) {
    double[][] product = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      double[] row = product[i];
      for (int k = 0; k < a.length; k++) {
        double factor = a[i][k];
        double[] other = b[k];
        for (int j = 0; j < a.length; j++) {
          row[j] += factor * other[j];
        }
      }
    }
    return product;
  }

  static double[][] transposed(double[][] a) {
    double[][] transposed = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        transposed[j][i] = a[i][j];
      }
    }
    return transposed;
  }

  static double[][] map(double[][] a, DoubleUnaryOperator function) {
    return Arrays.stream(a)
        .map(row -> Arrays.stream(row).map(function).toArray())
        .toArray(double[][]::new);
  }

  static double[][] minus(double[][] a, double[][] b, double constant) {
    double[][] difference = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        difference[i][j] = a[i][j] - b[i][j] - constant;
      }
    }
    return difference;
  }

  static double mean(double[][] a) {
    return Arrays.stream(known(a)).average().orElse(0);
  }

  static double median(double[][] a) {
    double[] known = known(a);
    Arrays.sort(known);
    return known.length == 0 ? 0 : known[known.length / 2];
  }

  private static double[] known(double[][] a) {
    return Arrays.stream(a)
        .flatMapToDouble(Arrays::stream)
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }
}
