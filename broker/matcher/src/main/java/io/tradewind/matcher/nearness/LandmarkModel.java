package io.tradewind.matcher.nearness;

import io.tradewind.api.LatencyReading.Landmark;
import java.util.List;

/**
 * Round trips between any two places from those between landmarks: how much longer than light in
 * fibre a way is resembles what it is between places nearby. Kriging of the logarithm of that
 * detour, over pairs of places, whose similarity is the product of the {@link Similarity} of their
 * ends. Over a whole matrix such a product has a closed form by eigenvectors (Saatçi: Scalable
 * Inference for Structured Gaussian Process Models, 2011); what was not measured, and the excess of
 * what does not fit, is filled in by the model itself until it settles (Huber's estimator by
 * pseudo-observations).
 */
final class LandmarkModel {
  /** Detour without any knowledge, see {@link Distance}: a mean of public matrices. */
  private static final double USUAL_DETOUR = 1.6;

  private static final double BASE_MILLISECONDS = 0.6;
  private static final double NOISE = 0.0024;

  /** What is one landmark's own. */
  private static final double NUGGET = 0.0013;

  private static final double MOST_DEVIATIONS = 1.3;
  private static final int ROUNDS = 15;
  private static final double MAD_TO_DEVIATION = 1.4826;

  private final List<Landmark> landmarks;
  private final double mean;
  private final double[][] weights;

  private LandmarkModel(List<Landmark> landmarks, double mean, double[][] weights) {
    this.landmarks = landmarks;
    this.mean = mean;
    this.weights = weights;
  }

  static LandmarkModel of(RttMatrix matrix) {
    List<Landmark> landmarks = matrix.landmarks();
    double[][] detours = detours(matrix);
    double mean = Squares.mean(detours);
    SymmetricEigen eigen = SymmetricEigen.of(similarities(landmarks));
    double[][] filled = Squares.map(detours, value -> Double.isNaN(value) ? 0 : value - mean);
    for (int round = 0; round < ROUNDS; round++) {
      filled = believable(detours, mean, smooth(filled, eigen, true));
    }
    return new LandmarkModel(landmarks, mean, smooth(filled, eigen, false));
  }

  /** How alike the ways from an end are to those from each landmark. */
  double[] similarities(End end) {
    double[] similarities = new double[landmarks.size()];
    for (int i = 0; i < similarities.length; i++) {
      similarities[i] = Similarity.of(end.point(), end.region(), landmarks.get(i));
    }
    return similarities;
  }

  /** Of {@link #similarities}, for {@link #milliseconds}. */
  double[] weighted(double[] similarities) {
    double[] weighted = new double[similarities.length];
    for (int i = 0; i < weighted.length; i++) {
      weighted[i] = Squares.dot(weights[i], similarities);
    }
    return weighted;
  }

  /** Between two ends, from the similarities of one and those of the other, weighted. */
  double milliseconds(End from, double[] similarities, End to, double[] weighted) {
    double fibre = Fibre.milliseconds(from.point(), to.point());
    double detour = mean + Squares.dot(similarities, weighted);
    return Math.max(fibre, Math.exp(detour) * usual(fibre));
  }

  private static double usual(double fibre) {
    return BASE_MILLISECONDS + USUAL_DETOUR * fibre;
  }

  private static double[][] detours(RttMatrix matrix) {
    double[][] detours = new double[matrix.landmarks().size()][matrix.landmarks().size()];
    for (int i = 0; i < detours.length; i++) {
      for (int j = 0; j < detours.length; j++) {
        double fibre =
            Fibre.milliseconds(
                matrix.landmarks().get(i).point(), matrix.landmarks().get(j).point());
        detours[i][j] = Math.log(matrix.milliseconds()[i][j] / usual(fibre));
      }
    }
    return detours;
  }

  private static double[][] similarities(List<Landmark> landmarks) {
    double[][] similarities = new double[landmarks.size()][landmarks.size()];
    for (int i = 0; i < similarities.length; i++) {
      Landmark one = landmarks.get(i);
      for (int j = 0; j < similarities.length; j++) {
        similarities[i][j] =
            Similarity.of(one.point(), one.region(), landmarks.get(j)) + (i == j ? NUGGET : 0);
      }
    }
    return similarities;
  }

  /** The model's own values, or the weights that give them. */
  private static double[][] smooth(double[][] values, SymmetricEigen eigen, boolean itsValues) {
    double[][] vectors = eigen.vectors();
    double[][] turned = Squares.times(Squares.transposed(vectors), Squares.times(values, vectors));
    for (int i = 0; i < turned.length; i++) {
      for (int j = 0; j < turned.length; j++) {
        double strength = eigen.values()[i] * eigen.values()[j];
        turned[i][j] *= (itsValues ? strength : 1) / (strength + NOISE);
      }
    }
    return Squares.times(vectors, Squares.times(turned, Squares.transposed(vectors)));
  }

  /** What was measured as far as it fits; the model's value where nothing was. */
  private static double[][] believable(double[][] detours, double mean, double[][] fitted) {
    double[][] misfit = Squares.minus(detours, fitted, mean);
    double most =
        MOST_DEVIATIONS * MAD_TO_DEVIATION * Squares.median(Squares.map(misfit, Math::abs));
    double[][] believable = new double[fitted.length][fitted.length];
    for (int i = 0; i < fitted.length; i++) {
      for (int j = 0; j < fitted.length; j++) {
        double excess = Double.isNaN(misfit[i][j]) ? 0 : misfit[i][j];
        believable[i][j] = fitted[i][j] + Math.max(-most, Math.min(most, excess));
      }
    }
    return believable;
  }
}
