package io.tradewind.matcher.nearness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
  @Test
  void valuesAndVectorsMakeTheMatrixAgain() {
    double[][] matrix = symmetric(20, new Random(3));

    SymmetricEigen eigen = SymmetricEigen.of(matrix);

    double[][] scaled = Squares.map(eigen.vectors(), value -> value);
    for (double[] row : scaled) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= eigen.values()[i];
      }
    }
    double[][] again = Squares.times(scaled, Squares.transposed(eigen.vectors()));
    for (int i = 0; i < matrix.length; i++) {
      assertThat(again[i]).containsExactly(matrix[i], within(1e-9));
    }
  }

  private static double[][] symmetric(int size, Random random) {
    double[][] matrix = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = random.nextGaussian();
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }
}
