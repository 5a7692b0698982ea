package io.tradewind.matcher.bench;

import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Not a forecast but a bound on forecasts: for each grid and each hour ahead the linear function of
 * its past (the last day, the same hours of the days before and of the week before, the hour of the
 * day) with the least squared error over the very year that is judged. Who has to learn from the
 * past alone cannot fit that year better.
 */
final class Hindsight implements ShiftBench.Policy {
  private static final int DAY = 24;
  private static final int WEEK = 7 * DAY;

  /** Keeps the sums of squares invertible, far below any of them. */
  private static final double RIDGE = 1e-6;

  private final int hours;
  private final Map<double[], double[][]> weights = new IdentityHashMap<>();

  Hindsight(double[][] grids, int hours) {
    this.hours = hours;
    for (double[] grid : grids) {
      weights.put(grid, fit(grid));
    }
  }

  @Override
  public BitSet hours(double[] grid, int from) {
    double[][] fitted = Objects.requireNonNull(weights.get(grid), "fitted to these grids");
    return ShiftBench.started(
        from,
        (hour, ahead) -> {
          double[] past = past(grid, hour);
          double[] forecast = new double[ahead];
          for (int i = 0; i < ahead; i++) {
            for (int k = 0; k < past.length; k++) {
              forecast[i] += fitted[i][k] * past[k];
            }
          }
          return forecast;
        });
  }

  /** By hour ahead, then by part of the past. */
  private double[][] fit(double[] grid) {
    int size = past(grid, WEEK).length;
    double[][] squares = new double[size][size];
    double[][] products = new double[hours][size];
    for (int hour = WEEK; hour + hours <= grid.length; hour++) {
      double[] past = past(grid, hour);
      for (int i = 0; i < size; i++) {
        for (int k = 0; k <= i; k++) {
          squares[i][k] += past[i] * past[k];
        }
        for (int ahead = 0; ahead < hours; ahead++) {
          products[ahead][i] += past[i] * grid[hour + ahead];
        }
      }
    }
    return solved(squares, products);
  }

  private static double[] past(double[] grid, int hour) {
    double[] past = new double[5 * DAY];
    for (int i = 0; i < DAY; i++) {
      past[i] = grid[hour - 1 - i];
      past[DAY + i] = grid[hour - 2 * DAY + i];
      past[2 * DAY + i] = grid[hour - WEEK + i];
      for (int day = 1; day <= 7; day++) {
        past[3 * DAY + i] += grid[hour - day * DAY + i] / 7;
      }
    }
    past[4 * DAY + hour % DAY] = 1;
    return past;
  }

  /** By Cholesky's factors. */
  private static double[][] solved(double[][] squares, double[][] products) {
    int size = squares.length;
    for (int i = 0; i < size; i++) {
      squares[i][i] += RIDGE * (1 + squares[i][i]);
    }
    for (int i = 0; i < size; i++) {
      for (int k = 0; k <= i; k++) {
        double sum = squares[i][k];
        for (int m = 0; m < k; m++) {
          sum -= squares[i][m] * squares[k][m];
        }
        squares[i][k] = i == k ? Math.sqrt(sum) : sum / squares[k][k];
      }
    }
    return Arrays.stream(products).map(each -> solved(squares, each)).toArray(double[][]::new);
  }

  private static double[] solved(double[][] factors, double[] product) {
    double[] x = product.clone();
    for (int i = 0; i < x.length; i++) {
      for (int m = 0; m < i; m++) {
        x[i] -= factors[i][m] * x[m];
      }
      x[i] /= factors[i][i];
    }
    for (int i = x.length - 1; i >= 0; i--) {
      for (int m = i + 1; m < x.length; m++) {
        x[i] -= factors[m][i] * x[m];
      }
      x[i] /= factors[i][i];
    }
    return x;
  }
}
