package io.tradewind.matcher.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StartHourTest {
  @Test
  void theCleanestHoursInARowAreTaken() {
    assertThat(StartHour.best(new double[] {5, 4, 1, 2, 9, 0}, 2)).isEqualTo(2);
  }

  @Test
  void theEarliestOfEqualsIsTaken() {
    assertThat(StartHour.best(new double[] {3, 3, 3, 3}, 2)).isZero();
  }

  @Test
  void withPausesTheCleanestHoursAreTakenWhereverTheyAre() {
    assertThat(StartHour.bestHours(new double[] {5, 4, 1, 2, 9, 0}, 2).stream())
        .containsExactly(2, 5);
  }

  @Test
  void noOtherHourIsCleaner() {
    Random random = new Random(8);
    for (int round = 0; round < 200; round++) {
      double[] forecast = random.doubles(24).toArray();
      int best = StartHour.best(forecast, 6);
      for (int start = 0; start <= 18; start++) {
        assertThat(sum(forecast, best)).isLessThanOrEqualTo(sum(forecast, start) + 1e-9);
      }
    }
  }

  @Test
  void aRunThatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StartHour.best(new double[5], 6))
        .withMessage("A run of 6 hours does not fit into 5.");
  }

  private static double sum(double[] forecast, int start) {
    double sum = 0;
    for (int hour = start; hour < start + 6; hour++) {
      sum += forecast[hour];
    }
    return sum;
  }
}
