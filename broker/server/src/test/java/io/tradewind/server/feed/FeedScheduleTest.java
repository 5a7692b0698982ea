package io.tradewind.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FeedScheduleTest {
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  /** Half way: no spread. */
  private static final RandomGenerator MIDDLE = () -> 1L << 63;

  private final FeedSchedule schedule = new FeedSchedule(INTERVAL, MIDDLE);

  @Test
  void aSuccessIsFollowedByTheInterval() {
    assertThat(schedule.afterSuccess()).isEqualTo(INTERVAL);
  }

  @Test
  void failuresDoubleTheDelayUpToTheInterval() {
    assertThat(schedule.afterFailure(1, Optional.empty())).isEqualTo(Duration.ofSeconds(15));
    assertThat(schedule.afterFailure(2, Optional.empty())).isEqualTo(Duration.ofSeconds(30));
    assertThat(schedule.afterFailure(5, Optional.empty())).isEqualTo(Duration.ofSeconds(240));
    assertThat(schedule.afterFailure(6, Optional.empty())).isEqualTo(INTERVAL);
    assertThat(schedule.afterFailure(5_000, Optional.empty())).isEqualTo(INTERVAL);
  }

  @Test
  void whatAProviderAsksForIsWaited() {
    assertThat(schedule.afterFailure(1, fault(Fault.THROTTLED, Duration.ofMinutes(20))))
        .isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void refusedCredentialsAreTriedRarely() {
    assertThat(schedule.afterFailure(1, fault(Fault.CREDENTIALS_REFUSED, Duration.ZERO)))
        .isEqualTo(FeedSchedule.AFTER_REFUSED_CREDENTIALS);
  }

  @Test
  void delaysAreSpreadByATenthEitherWay() {
    assertThat(new FeedSchedule(INTERVAL, () -> 0L).afterSuccess())
        .isEqualTo(Duration.ofSeconds(270));
    assertThat(new FeedSchedule(INTERVAL, () -> -1L).afterSuccess())
        .isCloseTo(Duration.ofSeconds(330), Duration.ofMillis(1));
  }

  private static Optional<ProviderException> fault(Fault fault, Duration retryAfter) {
    return Optional.of(
        new ProviderException(
            new ProviderId("p"), fault, "said no", Optional.of(retryAfter), null));
  }
}
