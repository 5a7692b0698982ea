package io.tradewind.matcher.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tradewind.api.GridForecast;
import io.tradewind.api.GridForecast.Kind;
import io.tradewind.api.GridForecast.Step;
import io.tradewind.api.GridZone;
import io.tradewind.pricing.CarbonBasis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridOutlookTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:20:00Z");
  private static final Instant HOUR = Instant.parse("2026-06-01T12:00:00Z");

  @Test
  void theSourcesOwnForecastComesFirst() {
    GridOutlook outlook = GridOutlook.of(known(0, 3), NOW).orElseThrow();

    assertThat(outlook.hours()).isEqualTo(new HourlySeries(HOUR, new double[] {12, 13, 14}));
    assertThat(outlook.source()).startsWith("the forecast of a grid, issued");
  }

  @Test
  void whereItEndsThePastGoesOn() {
    GridOutlook outlook = GridOutlook.of(known(-48, 3), NOW).orElseThrow();

    assertThat(outlook.hours().values()).hasSize(72).startsWith(12, 13, 14);
    assertThat(outlook.source()).contains("; then the same hours of the last days");
  }

  @Test
  void withoutAForecastThePastAloneSpeaks() {
    GridOutlook outlook = GridOutlook.of(known(-48, 0), NOW).orElseThrow();

    assertThat(outlook.hours().mean(HOUR, Duration.ofHours(2))).hasValueCloseTo(12.5, within(1e-9));
    assertThat(outlook.source()).isEqualTo("the same hours of the last days, from a grid");
  }

  @Test
  void lessThanADayIsNoOutlook() {
    assertThat(GridOutlook.of(known(-5, 0), NOW)).isEmpty();
  }

  @Test
  void aMeanCountsPartsOfHours() {
    HourlySeries hours = new HourlySeries(HOUR, new double[] {10, 20, 30});

    assertThat(hours.mean(HOUR.plusSeconds(1800), Duration.ofHours(1))).hasValue(15);
    assertThat(hours.mean(HOUR, Duration.ofHours(4))).isEmpty();
    assertThat(hours.mean(HOUR.minusSeconds(1), Duration.ofHours(1))).isEmpty();
  }

  /** Half hours whose figure is the hour of the day, from and to so many hours around now. */
  private static GridForecast known(int from, int to) {
    List<Step> steps = new ArrayList<>();
    for (int half = 2 * from; half < 2 * to; half++) {
      Instant start = HOUR.plus(Duration.ofMinutes(30L * half));
      int hourOfDay = Math.floorMod(12 + Math.floorDiv(half, 2), 24);
      Kind kind = half < 0 ? Kind.MEASURED : Kind.FORECAST;
      steps.add(new Step(start, start.plus(Duration.ofMinutes(30)), hourOfDay, kind));
    }
    return new GridForecast(
        new GridZone("GB"), CarbonBasis.AVERAGE_LOCATION_LIFECYCLE, "a grid", NOW, steps);
  }
}
