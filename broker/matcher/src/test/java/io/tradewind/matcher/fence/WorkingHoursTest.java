package io.tradewind.matcher.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkingHoursTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** 2026-06-01 is a Monday, and Berlin is two hours ahead of UTC. */
  @Test
  void theyAreThoseOfTheirOwnZone() {
    WorkingHours hours = mondays("08:00", "18:00");

    assertThat(hours.contain(Instant.parse("2026-06-01T06:00:00Z"))).isTrue();
    assertThat(hours.contain(Instant.parse("2026-06-01T05:59:59Z"))).isFalse();
    assertThat(hours.contain(Instant.parse("2026-06-01T15:59:59Z"))).isTrue();
    assertThat(hours.contain(Instant.parse("2026-06-01T16:00:00Z"))).isFalse();
    assertThat(hours.contain(Instant.parse("2026-06-02T10:00:00Z"))).isFalse();
  }

  @Test
  void anHourOfTheClockStaysItWhenTheClockIsPutBack() {
    WorkingHours hours = mondays("08:00", "18:00");

    assertThat(hours.contain(Instant.parse("2026-11-02T06:59:59Z"))).isFalse();
    assertThat(hours.contain(Instant.parse("2026-11-02T07:00:00Z"))).isTrue();
  }

  @Test
  void nightsBelongToTheDayOnWhichTheyBegin() {
    WorkingHours nights = mondays("20:00", "06:00");

    assertThat(nights.contain(Instant.parse("2026-06-01T18:00:00Z"))).isTrue();
    assertThat(nights.contain(Instant.parse("2026-06-02T03:59:59Z"))).isTrue();
    assertThat(nights.contain(Instant.parse("2026-06-02T04:00:00Z"))).isFalse();
    assertThat(nights.contain(Instant.parse("2026-06-01T03:00:00Z"))).isFalse();
  }

  @Test
  void hoursThatNeverComeAreRefused() {
    LocalTime noon = LocalTime.NOON;

    assertThatThrownBy(() -> new WorkingHours(BERLIN, Set.of(DayOfWeek.MONDAY), noon, noon))
        .hasMessageContaining("never come");
  }

  private static WorkingHours mondays(String from, String to) {
    return new WorkingHours(
        BERLIN, Set.of(DayOfWeek.MONDAY), LocalTime.parse(from), LocalTime.parse(to));
  }
}
