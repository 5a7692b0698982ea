package io.tradewind.matcher.nearness;

/**
 * Eigenvalues and vectors of a symmetric matrix by Jacobi's cyclic rotations (Golub, Van Loan:
 * Matrix Computations, 8.5).
 *
 * @param vectors in columns
 */
record SymmetricEigen(double[] values, double[][] vectors) {
  private static final int MOST_SWEEPS = 60;
  private static final double SMALL = 1e-22;

  static SymmetricEigen of(double[][] symmetric) {
    int size = symmetric.length;
    double[][] a = new double[size][];
    double[][] v = new double[size][size];
    for (int i = 0; i < size; i++) {
      a[i] = symmetric[i].clone();
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > SMALL * diagonal(a); sweep++) {
      for (int p = 0; p < size - 1; p++) {
        for (int q = p + 1; q < size; q++) {
          rotate(a, v, p, q);
        }
      }
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = a[i][i];
    }
    return new SymmetricEigen(values, v);
  }

  private static double offDiagonal(double[][] a) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += a[i][j] * a[i][j];
      }
    }
    return sum;
  }

  private static double diagonal(double[][] a) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i][i] * a[i][i];
    }
    return sum;
  }

  private static void rotate(double[][] a, double[][] v, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < a.length; k++) {
      turn(a[k], p, q, c, s);
    }
    for (int k = 0; k < a.length; k++) {
      double akp = a[p][k];
      a[p][k] = c * akp - s * a[q][k];
      a[q][k] = s * akp + c * a[q][k];
      turn(v[k], p, q, c, s);
    }
  }

  private static void turn(double[] row, int p, int q, double c, double s) {
    double at = row[p];
    row[p] = c * at - s * row[q];
    row[q] = s * at + c * row[q];
  }
}
