package io.tradewind.server.alert;

import static io.tradewind.server.alert.AlertState.ARMED;
import static io.tradewind.server.alert.AlertState.FIRED;
import static io.tradewind.server.testing.OfferBuilder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.pricing.Money;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertStateTest {
  private static final Money UNDER = Money.usd("18");
  private static final Duration LATER = AlertState.QUIET.plusSeconds(1);

  @ParameterizedTest
  @CsvSource({
    "17.999999999, FIRED",
    "18, ARMED",
    "18.000000001, ARMED",
    "30, ARMED",
  })
  void anArmedAlertFiresBelowItsThreshold(String price, AlertState next) {
    assertThat(ARMED.after(usd(price), UNDER, Optional.empty(), NOON)).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "1, FIRED",
    "18, FIRED",
    "18.359999999, FIRED",
    "18.36, ARMED",
  })
  void aFiredAlertIsArmedAgainWhenThePriceHasRisenClearly(String price, AlertState next) {
    assertThat(FIRED.after(usd(price), UNDER, Optional.of(NOON), NOON.plus(LATER))).isEqualTo(next);
  }

  @Test
  void aPriceThatTremblesAroundTheThresholdFiresOnce() {
    AlertState state = ARMED.after(usd("17.99"), UNDER, Optional.empty(), NOON);
    for (String price : new String[] {"18.01", "17.99", "18.2", "17.9"}) {
      state = state.after(usd(price), UNDER, Optional.of(NOON), NOON.plus(LATER));
      assertThat(state).isEqualTo(FIRED);
    }
  }

  @Test
  void soonAfterItFiredNothingArmsIt() {
    assertThat(FIRED.after(usd("30"), UNDER, Optional.of(NOON), NOON.plusSeconds(599)))
        .isEqualTo(FIRED);
    assertThat(FIRED.after(Optional.empty(), UNDER, Optional.of(NOON), NOON.plusSeconds(599)))
        .isEqualTo(FIRED);
  }

  @Test
  void withoutAnyOfferAnAlertWaits() {
    assertThat(ARMED.after(Optional.empty(), UNDER, Optional.empty(), NOON)).isEqualTo(ARMED);
    assertThat(FIRED.after(Optional.empty(), UNDER, Optional.of(NOON), NOON.plus(LATER)))
        .isEqualTo(ARMED);
  }

  private static Optional<Money> usd(String amount) {
    return Optional.of(Money.usd(amount));
  }
}
