package io.tradewind.server.carbon;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.GridForecast.Kind;
import io.tradewind.api.GridForecast.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarbonHoursTest {
  @Test
  void anHourIsTheMeanOfItsPartsAndAsSureAsTheLeastSureOfThem() {
    List<Step> quarters =
        List.of(
            step(0, 15, 100, Kind.MEASURED),
            step(15, 60, 200, Kind.ESTIMATED),
            step(60, 120, 300, Kind.FORECAST));

    assertThat(CarbonHours.of(quarters, NOON, minute(120)))
        .containsExactly(step(0, 60, 175, Kind.ESTIMATED), step(60, 120, 300, Kind.FORECAST));
  }

  @Test
  void anHourOfWhichAPartIsToldIsTheMeanOfThatPartAndAGapStaysOne() {
    List<Step> told = List.of(step(30, 40, 90, Kind.MEASURED), step(150, 300, 50, Kind.FORECAST));

    assertThat(CarbonHours.of(told, minute(10), minute(240)))
        .extracting(Step::from, Step::gramsPerKilowattHour)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(NOON, 90.0),
            org.assertj.core.groups.Tuple.tuple(minute(120), 50.0),
            org.assertj.core.groups.Tuple.tuple(minute(180), 50.0));
  }

  private static Step step(int fromMinute, int toMinute, double grams, Kind kind) {
    return new Step(minute(fromMinute), minute(toMinute), grams, kind);
  }

  private static Instant minute(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }
}
