package io.tradewind.matcher.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UptimeHistoryTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void itCountsSinceWhenThePoolIsUp() {
    UptimeHistory history = UptimeHistory.UNSEEN.seen(true, HOUR).seen(true, HOUR);

    assertThat(history.upHours()).isEqualTo(1);
    assertThat(history.seen(false, HOUR).isUp()).isFalse();
  }

  @Test
  void aLossIsRememberedAndFades() {
    UptimeHistory lost = UptimeHistory.UNSEEN.seen(true, HOUR).seen(false, HOUR);

    assertThat(lost.losses()).isEqualTo(1);
    assertThat(lost.seen(false, Duration.ofHours(72)).losses()).isEqualTo(0.5);
  }

  @Test
  void aPoolNeverSeenIsAsUsual() {
    assertThat(UptimeHistory.UNSEEN.lossFactor()).isEqualTo(1);
  }

  @Test
  void theExpectedStintIsTheIntegralOfTheChanceToLive() {
    for (double factor : new double[] {0.2, 1, 1 / 0.6, 4}) {
      assertThat(Stint.expectedHours(2, factor, 6)).isCloseTo(integral(2, factor, 6), within(1e-4));
    }
  }

  private static double integral(double age, double factor, double horizon) {
    int slices = 200_000;
    double sum = 0;
    double lost = 0;
    for (int i = 0; i < slices; i++) {
      double at = (i + 0.5) * horizon / slices;
      lost += factor * Stint.hazard(age + at) * horizon / slices;
      sum += Math.exp(-lost) * horizon / slices;
    }
    return sum;
  }
}
