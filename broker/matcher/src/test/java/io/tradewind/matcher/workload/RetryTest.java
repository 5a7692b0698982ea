package io.tradewind.matcher.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.matcher.workload.Retry.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final Instant SUBMITTED = Instant.parse("2026-03-01T00:00:00Z");

  private final Retry hour =
      new Retry(Set.of(Cause.NO_CAPACITY, Cause.INTERRUPTION), Optional.of(Duration.ofHours(1)));

  @Test
  void waitsGrowFromSecondsToMinutes() {
    assertThat(waitOf(Cause.NO_CAPACITY, 0)).contains(Duration.ofSeconds(5));
    assertThat(waitOf(Cause.NO_CAPACITY, 3)).contains(Duration.ofSeconds(40));
    assertThat(waitOf(Cause.NO_CAPACITY, 6)).contains(Duration.ofMinutes(5));
    assertThat(waitOf(Cause.NO_CAPACITY, 1_000)).contains(Duration.ofMinutes(5));
  }

  @Test
  void anInterruptionIsAnsweredAtOnceAndThenWithPatience() {
    assertThat(waitOf(Cause.INTERRUPTION, 0)).contains(Duration.ZERO);
    assertThat(waitOf(Cause.INTERRUPTION, 1)).contains(Duration.ofSeconds(10));
  }

  @Test
  void whatIsNotNamedIsNotRetried() {
    assertThat(waitOf(Cause.ERROR, 0)).isEmpty();
  }

  @Test
  void theWindowOfAnInterruptionBeginsWithTheLoss() {
    Instant lost = SUBMITTED.plus(Duration.ofDays(3));
    assertThat(hour.next(Cause.INTERRUPTION, SUBMITTED, lost, 1, lost.plusSeconds(60)))
        .contains(lost.plusSeconds(70));
    assertThat(hour.next(Cause.NO_CAPACITY, SUBMITTED, lost, 1, lost.plusSeconds(60))).isEmpty();
    assertThat(hour.next(Cause.INTERRUPTION, SUBMITTED, lost, 1, lost.plusSeconds(3_591)))
        .isEmpty();
  }

  @Test
  void withoutAWindowItIsADay() {
    Retry retry = new Retry(Set.of(Cause.ERROR), Optional.empty());
    Instant day = SUBMITTED.plus(Retry.USUAL_WINDOW);
    assertThat(retry.next(Cause.ERROR, SUBMITTED, day, 0, day.minusSeconds(5))).contains(day);
    assertThat(retry.next(Cause.ERROR, SUBMITTED, day, 0, day.minusSeconds(4))).isEmpty();
  }

  private Optional<Duration> waitOf(Cause cause, int tries) {
    Instant now = SUBMITTED.plusSeconds(60);
    return hour.next(cause, SUBMITTED, now, tries, now).map(next -> Duration.between(now, next));
  }
}
