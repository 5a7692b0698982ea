package io.tradewind.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.MutableClock;
import io.tradewind.testkit.TestContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RememberedForTest {
  private final MutableClock clock = MutableClock.at(TestContext.START);
  private final RememberedFor<Integer> prices = new RememberedFor<>(clock, Duration.ofHours(1));
  private int readings;

  @Test
  void withinTheTimeItIsNotReadAgainAndKeepsItsDate() throws ProviderException {
    RememberedFor.Dated<Integer> first = prices.read(this::next);
    clock.advance(Duration.ofMinutes(59));
    assertThat(prices.read(this::next)).isEqualTo(first);
    assertThat(readings).isEqualTo(1);
  }

  @Test
  void afterTheTimeItIsReadAgain() throws ProviderException {
    prices.read(this::next);
    clock.advance(Duration.ofHours(1));
    assertThat(prices.read(this::next)).isEqualTo(new RememberedFor.Dated<>(2, clock.instant()));
  }

  @Test
  void aFailureIsPassedOnAndTheNextReadingTriesAgain() throws ProviderException {
    prices.read(this::next);
    clock.advance(Duration.ofHours(1));
    assertThatThrownBy(
            () ->
                prices.read(
                    () -> {
                      throw new ProviderException(
                          new ProviderId("a"), Fault.UNREACHABLE, "nobody is there");
                    }))
        .isInstanceOf(ProviderException.class);
    assertThat(prices.read(this::next).value()).isEqualTo(2);
  }

  private int next() {
    return ++readings;
  }
}
