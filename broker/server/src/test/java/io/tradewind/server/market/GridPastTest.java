package io.tradewind.server.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.GridForecast;
import io.tradewind.api.GridForecast.Kind;
import io.tradewind.api.GridForecast.Step;
import io.tradewind.api.GridZone;
import io.tradewind.matcher.shift.GridOutlook;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.GridIntensity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GridPastTest {
  private static final GridZone GB = new GridZone("GB");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final GridPast past = new GridPast();

  @Test
  void aZoneThatNobodyToldOfHasNoPast() {
    assertThat(past.of(GB, NOON)).isEmpty();
  }

  @Test
  void afterADayTheSameHoursOfThePastAreTheForecast() {
    for (int hour = 48; hour >= 1; hour--) {
      Instant end = NOON.minus(HOUR.multipliedBy(hour - 1));
      past.note("a", GB, figure(100 + hour % 24, end));
    }

    GridOutlook outlook = GridOutlook.of(past.of(GB, NOON).orElseThrow(), NOON).orElseThrow();

    assertThat(outlook.source()).isEqualTo("the same hours of the last days, from a live feed");
    OptionalDouble inFiveHours = outlook.hours().mean(NOON.plus(Duration.ofHours(5)), HOUR);
    assertThat(inFiveHours.orElseThrow()).isEqualTo(100 + 19);
  }

  @Test
  void lessThanADayIsNoForecast() {
    for (int hour = 23; hour >= 1; hour--) {
      past.note("a", GB, figure(100, NOON.minus(HOUR.multipliedBy(hour - 1))));
    }

    assertThat(GridOutlook.of(past.of(GB, NOON).orElseThrow(), NOON)).isEmpty();
  }

  @Test
  void theLastFigureOfAnHourStands() {
    past.note("a", GB, figure(100, NOON.minus(Duration.ofMinutes(40))));
    past.note("a", GB, figure(120, NOON.minus(Duration.ofMinutes(10))));

    assertThat(steps()).containsExactly(step(1, 120, Kind.MEASURED));
  }

  @Test
  void aGapOfThreeHoursIsBridgedAndALongerOneIsNot() {
    past.note("a", GB, figure(100, NOON.minus(HOUR.multipliedBy(8))));
    past.note("a", GB, figure(200, NOON.minus(HOUR.multipliedBy(3))));

    assertThat(steps())
        .containsExactly(
            step(9, 100, Kind.MEASURED),
            step(8, 100, Kind.ESTIMATED),
            step(7, 100, Kind.ESTIMATED),
            step(6, 100, Kind.ESTIMATED),
            step(4, 200, Kind.MEASURED),
            step(3, 200, Kind.ESTIMATED),
            step(2, 200, Kind.ESTIMATED),
            step(1, 200, Kind.ESTIMATED));
  }

  @Test
  void feedsAreNotMixedAndTheOneThatToldLastSpeaks() {
    past.note("a", GB, figure(100, NOON.minus(HOUR)));
    past.note("b", GB, figure(200, NOON));

    assertThat(steps()).containsExactly(step(1, 200, Kind.MEASURED));
  }

  @Test
  void whatIsOlderThanFourWeeksIsForgotten() {
    past.note("a", GB, figure(100, NOON.minus(Duration.ofDays(40))));
    past.note("a", GB, figure(200, NOON));

    assertThat(steps()).containsExactly(step(1, 200, Kind.MEASURED));
  }

  private List<Step> steps() {
    return past.of(GB, NOON).map(GridForecast::steps).orElseThrow();
  }

  private static Step step(int hoursAgo, double grams, Kind kind) {
    Instant from = NOON.minus(HOUR.multipliedBy(hoursAgo));
    return new Step(from, from.plus(HOUR), grams, kind);
  }

  private static GridIntensity figure(double grams, Instant asOf) {
    return new GridIntensity(
        grams, CarbonBasis.AVERAGE_LOCATION_LIFECYCLE, "a live feed", asOf, false);
  }
}
