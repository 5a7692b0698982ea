package io.tradewind.pricing;

import static io.tradewind.pricing.Money.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HourlyRateTest {

  private final HourlyRate rate = HourlyRate.of("2.50", "USD");

  @Test
  void anHourCostsTheRate() {
    assertThat(rate.costOf(Duration.ofHours(1))).isEqualTo(usd("2.50"));
  }

  @Test
  void aSecondIsRoundedToNineDecimals() {
    assertThat(rate.costOf(Duration.ofSeconds(1))).isEqualTo(usd("0.000694444"));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.000000000", "3, 0.000000002", "5, 0.000000002", "7, 0.000000004"})
  void aTieGoesToTheEvenDigit(long halves, String expected) {
    HourlyRate oneBillionth = HourlyRate.of("0.000000001", "USD");
    assertThat(oneBillionth.costOf(Duration.ofMinutes(30).multipliedBy(halves)))
        .isEqualTo(usd(expected));
  }

  @Test
  void aNanosecondCounts() {
    HourlyRate dear = HourlyRate.of("3600", "USD");
    assertThat(dear.costOf(Duration.ofNanos(1))).isEqualTo(usd("0.000000001"));
  }

  @Test
  void aThousandYearsAreExact() {
    Duration thousandYears = Duration.ofDays(365_000);
    assertThat(rate.costOf(thousandYears)).isEqualTo(usd("21900000"));
  }

  @Test
  void nodesMultiplyTheRateExactly() {
    assertThat(HourlyRate.of("98.32", "USD").times(3)).isEqualTo(HourlyRate.of("294.96", "USD"));
  }

  @Test
  void timeThatRunsBackwardsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rate.costOf(Duration.ofSeconds(-1)))
        .withMessageContaining("PT-1S is negative");
  }

  @Test
  void aNegativeRateAndANegativeNodeCountAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HourlyRate.of("-1", "USD"))
        .withMessageContaining("-1.000000000 USD is negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rate.times(-1))
        .withMessageContaining("-1 nodes");
  }

  @Test
  void theLowerRateComesFirst() {
    assertThat(rate).isLessThan(HourlyRate.of("2.51", "USD"));
  }

  @Test
  void noNodesCostNothing() {
    assertThat(rate.times(0)).isEqualTo(HourlyRate.of("0", "USD"));
  }

  @Test
  void aRateIsWrittenWithItsUnit() {
    assertThat(rate).hasToString("2.500000000 USD an hour");
  }
}
