package io.tradewind.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.pricing.OpportunityCost.Gain;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpportunityCostTest {
  private static final HourlyRate POWER = HourlyRate.of("0.35", "USD");

  @Test
  void whatNobodyWaitsForCostsWhatItTakesToRunIt() {
    OpportunityCost cost = OpportunityCost.of(POWER, List.of());

    assertThat(cost.perHour()).isEqualTo(POWER);
    assertThat(cost.words()).isEqualTo("0.350000000 USD an hour to run it");
  }

  @Test
  void theLargestGainThatIsGivenUpComesOnTop() {
    OpportunityCost cost =
        OpportunityCost.of(POWER, List.of(gain("0.50", "one batch"), gain("1.20", "another")));

    assertThat(cost.perHour()).isEqualTo(HourlyRate.of("1.55", "USD"));
    assertThat(cost.words()).contains("that another would gain from it");
  }

  @Test
  void aGainOfNothingIsNone() {
    assertThat(OpportunityCost.of(POWER, List.of(gain("0", "a batch"))).foregone()).isEmpty();
  }

  @Test
  void theOrderOfGainsDoesNotMatter() {
    Gain one = gain("1.20", "one batch");
    Gain other = gain("1.20", "another");

    assertThat(OpportunityCost.of(POWER, List.of(one, other)))
        .isEqualTo(OpportunityCost.of(POWER, List.of(other, one)));
  }

  @Test
  void currenciesAreNotMixed() {
    Gain euros = new Gain(HourlyRate.of("1.00", "EUR"), "a batch");

    assertThatThrownBy(() -> OpportunityCost.of(POWER, List.of(euros)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Convert it first");
  }

  private static Gain gain(String usd, String by) {
    return new Gain(HourlyRate.of(usd, "USD"), by);
  }
}
