package io.tradewind.matcher.spot;

/**
 * How long a spot machine lasts. Its hazard falls with its age, {@code f × 0.6 / (age + 0.2 h)}, so
 * its life is Lomax (Pareto II) distributed and the chance to live {@code t} hours more is {@code
 * ((age + 0.2) / (age + 0.2 + t))^(0.6 f)}. Fitted by eye to the age-bucketed hazards of the public
 * spot traces of "Can't Be Late" (NSDI'24): 1.5 an hour when minutes old, 0.7 at 40 minutes, 0.13
 * at five hours. The factor {@code f} is what a pool's own history says.
 */
final class Stint {
  private static final double SHAPE = 0.6;
  private static final double SCALE_HOURS = 0.2;

  private Stint() {}

  /** Losses an hour at this age, for a pool of factor one. */
  static double hazard(double ageHours) {
    return SHAPE / (ageHours + SCALE_HOURS);
  }

  /**
   * {@code ∫ P(still up at t) dt} from now to the horizon: {@code c / (1 − q) × ((1 + h/c)^(1−q) −
   * 1)}.
   */
  static double expectedHours(double ageHours, double factor, double horizonHours) {
    double c = ageHours + SCALE_HOURS;
    double q = SHAPE * factor;
    double growth = 1 + horizonHours / c;
    if (Math.abs(1 - q) < 1e-6) {
      return c * Math.log(growth);
    }
    return c / (1 - q) * (Math.pow(growth, 1 - q) - 1);
  }
}
