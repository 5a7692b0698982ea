package io.tradewind.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.CarbonReading.OfZone;
import io.tradewind.api.GridForecast.Kind;
import io.tradewind.api.GridForecast.Step;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarbonReadingTest {
  private static final GridZone GB = new GridZone("GB");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void aZoneMayHaveOneFigureInEachBasis() {
    var both =
        reading(
            figure(CarbonBasis.AVERAGE_LOCATION_DIRECT),
            figure(CarbonBasis.AVERAGE_LOCATION_LIFECYCLE));
    assertThat(both.zones()).hasSize(2);
  }

  @Test
  void twoFiguresOfOneBasisContradictEachOther() {
    OfZone figure = figure(CarbonBasis.AVERAGE_LOCATION_DIRECT);
    assertThatThrownBy(() -> reading(figure, figure))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GB has two figures of the basis AVERAGE_LOCATION_DIRECT");
  }

  @Test
  void aForecastKnowsItsStepsAndItsGaps() {
    GridForecast forecast = forecast(step("12:00", "12:30", 200), step("13:00", "13:30", 150));
    assertThat(forecast.at(NOON)).map(Step::gramsPerKilowattHour).contains(200.0);
    assertThat(forecast.at(NOON.plusSeconds(1_800))).isEmpty();
    assertThat(forecast.at(NOON.plusSeconds(5_399)))
        .map(Step::gramsPerKilowattHour)
        .contains(150.0);
    assertThat(forecast.at(NOON.minusSeconds(1))).isEmpty();
    assertThat(forecast.at(NOON.plusSeconds(5_400))).isEmpty();
  }

  @Test
  void stepsThatOverlapAreRefused() {
    assertThatThrownBy(() -> forecast(step("12:00", "13:00", 200), step("12:30", "13:30", 150)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begins before the last one ends");
  }

  @Test
  void aStepThatNoGridHasIsRefused() {
    assertThatThrownBy(() -> forecast(step("12:00", "13:00", -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> step("12:00", "12:00", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no length");
  }

  private static CarbonReading reading(OfZone... zones) {
    return new CarbonReading(List.of(zones), List.of(), List.of(), List.of());
  }

  private static OfZone figure(CarbonBasis basis) {
    return new OfZone(GB, new GridIntensity(180, basis, "a test", NOON, false));
  }

  private static GridForecast forecast(Step... steps) {
    return new GridForecast(
        GB, CarbonBasis.AVERAGE_LOCATION_DIRECT, "a test", NOON, List.of(steps));
  }

  private static Step step(String from, String to, double grams) {
    return new Step(
        Instant.parse("2026-11-20T%s:00Z".formatted(from)),
        Instant.parse("2026-11-20T%s:00Z".formatted(to)),
        grams,
        Kind.FORECAST);
  }
}
