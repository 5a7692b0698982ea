package io.tradewind.matcher.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiurnalForecastTest {
  @Test
  void aGridThatRepeatsItselfIsForetold() {
    double[] past = IntStream.range(0, 10 * 24).mapToDouble(hour -> 100 + hour % 24).toArray();

    double[] forecast = DiurnalForecast.of(past, 48);

    assertThat(forecast[0]).isEqualTo(100, within(1e-9));
    assertThat(forecast[23]).isEqualTo(123, within(1e-9));
    assertThat(forecast[47]).isEqualTo(123, within(1e-9));
  }

  @Test
  void aSuddenLevelFadesByHalfInTenHours() {
    double[] past = IntStream.range(0, 28 * 24).mapToDouble(hour -> 200).toArray();
    past[past.length - 1] = 300;

    double[] forecast = DiurnalForecast.of(past, 24);

    assertThat(forecast[0]).isGreaterThan(270);
    assertThat(forecast[10] - 200).isEqualTo((forecast[0] - 200) / 2, within(1e-9));
  }

  @Test
  void unknownHoursWeighNothing() {
    double[] past = IntStream.range(0, 3 * 24).mapToDouble(hour -> 150).toArray();
    past[5] = Double.NaN;
    past[30] = Double.NaN;

    assertThat(DiurnalForecast.of(past, 24)).containsOnly(150);
  }

  @Test
  void lessThanADayIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DiurnalForecast.of(new double[23], 24))
        .withMessageContaining("23 hours are known");
  }
}
