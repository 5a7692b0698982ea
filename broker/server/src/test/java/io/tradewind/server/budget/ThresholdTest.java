package io.tradewind.server.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.server.budget.Threshold.Action;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Shares of a budget, its periods, and what of a run falls into one. */
class ThresholdTest {
  private static final Instant MADE = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void theLowestBlockOrStopBlocksAndTheLowestStopStops() {
    List<Threshold> all =
        List.of(at("50", Action.WARN), at("90", Action.STOP), at("95", Action.BLOCK));

    assertThat(Threshold.blocking(all, Money.usd("10"))).contains(Money.usd("9"));
    assertThat(Threshold.stopping(all, Money.usd("10"))).contains(Money.usd("9"));
    assertThat(Threshold.blocking(all.subList(0, 1), Money.usd("10"))).isEmpty();
  }

  @Test
  void aShareIsRoundedDown() {
    assertThat(at("33.33", Action.WARN).of(Money.usd("0.000000001"))).isEqualTo(Money.usd("0"));
  }

  @Test
  void aShareOfNothingIsRefused() {
    assertThatThrownBy(() -> at("0", Action.WARN)).hasMessageContaining("0.01 to 1000");
    assertThatThrownBy(() -> at("12.345", Action.WARN)).hasMessageContaining("two decimals");
  }

  @Test
  void aMonthIsTheCalendarsAndATotalBeginsWithItsBudget() {
    Period.Term december = Period.MONTH.at(Instant.parse("2026-12-31T23:59:59Z"), MADE);

    assertThat(december.date()).isEqualTo(LocalDate.parse("2026-12-01"));
    assertThat(december.ends()).isEqualTo("2027-01-01T00:00:00Z");
    assertThat(Period.TOTAL.at(december.ends(), MADE).begins()).isEqualTo(MADE);
  }

  @Test
  void ofARunOnlyThePartWithinThePeriodCounts() {
    Run run = new Run(HourlyRate.of("1", "USD"), MADE.minus(Duration.ofHours(3)), Optional.empty());

    assertThat(run.cost(Period.TOTAL.at(MADE, MADE), MADE.plus(Duration.ofHours(2))))
        .isEqualTo(Money.usd("2"));
    assertThat(run.cost(Period.TOTAL.at(MADE, MADE), MADE.minusSeconds(1)))
        .isEqualTo(Money.usd("0"));
  }

  private static Threshold at(String percent, Action action) {
    return new Threshold(new BigDecimal(percent), action);
  }
}
