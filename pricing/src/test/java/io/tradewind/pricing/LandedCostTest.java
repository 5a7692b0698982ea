package io.tradewind.pricing;

import static io.tradewind.pricing.Money.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LandedCostTest {

  private static final HourlyRate RATE = HourlyRate.of("10", "USD");
  private static final SpotRisk RISK =
      new SpotRisk(0.1, Duration.ofMinutes(3), Duration.ofMinutes(6));

  private final LandedCostCalculator tenHours =
      LandedCostCalculator.forRun(RATE, 2, Duration.ofHours(10));

  @Test
  void withoutExtrasTheLandedCostIsRateTimesNodesTimesTime() {
    LandedCost cost = tenHours.calculate();
    assertThat(cost.compute()).isEqualTo(usd("200"));
    assertThat(cost.total()).isEqualTo(usd("200"));
  }

  @Test
  void diskIsPaidForEachNodeByTheSevenHundredAndThirtiethOfAMonth() {
    LandedCost cost = tenHours.withDisk(DataSize.gigabytes(730), usd("0.10")).calculate();
    assertThat(cost.disk()).isEqualTo(usd("2"));
  }

  @Test
  void egressIsPaidOnceForTheWholeRun() {
    LandedCost cost =
        tenHours.withEgress(DataSize.gigabytes(400), EgressTariff.flat(usd("0.09"))).calculate();
    assertThat(cost.egress()).isEqualTo(usd("36"));
  }

  @Test
  void aShortRunPaysTheMinimumApart() {
    LandedCost cost =
        LandedCostCalculator.forRun(RATE, 1, Duration.ofMinutes(15))
            .billedBy(BillingTerms.PER_HOUR)
            .calculate();
    assertThat(cost.compute()).isEqualTo(usd("2.50"));
    assertThat(cost.minimumIncrement()).isEqualTo(usd("7.50"));
    assertThat(cost.total()).isEqualTo(usd("10"));
  }

  @Test
  void oneNodeInterruptedOnceInTenHoursWastesSixPercent() {
    // 0.1/h, 3 min to write: an interval of 1 h; so 0.1 × (0.5 h + 0.1 h).
    LandedCost cost =
        LandedCostCalculator.forRun(RATE, 1, Duration.ofHours(10)).withSpotRisk(RISK).calculate();
    assertThat(RISK.checkpointInterval(Duration.ofHours(10))).isEqualTo(Duration.ofHours(1));
    assertThat(RISK.wasteShare(Duration.ofHours(10))).isCloseTo(0.06, within(1e-12));
    assertThat(cost.restartWaste()).isEqualTo(usd("6"));
  }

  @Test
  void nodesThatWorkAsOneAreInterruptedMoreOften() {
    double two = RISK.forNodes(2).wasteShare(Duration.ofHours(10));
    assertThat(RISK.forNodes(2).interruptionsPerHour()).isEqualTo(0.2);
    assertThat(tenHours.withSpotRisk(RISK).calculate().restartWaste().amount().doubleValue())
        .isCloseTo(200 * two, within(1e-9));
  }

  @Test
  void aRunShorterThanTheIntervalIsLostByHalfAndNeedsNoCheckpoint() {
    assertThat(RISK.checkpointInterval(Duration.ofMinutes(30))).isEqualTo(Duration.ofMinutes(30));
    assertThat(RISK.wasteShare(Duration.ofMinutes(30))).isCloseTo(0.035, within(1e-12));
  }

  @Test
  void capacityThatIsNeverTakenBackWastesNothing() {
    SpotRisk safe = new SpotRisk(0, Duration.ofMinutes(3), Duration.ofMinutes(6));
    assertThat(safe.wasteShare(Duration.ofHours(10))).isZero();
    assertThat(safe.checkpointInterval(Duration.ofHours(10))).isEqualTo(Duration.ofHours(10));
  }

  @Test
  void theTotalIsTheSumOfItsSevenParts() {
    LandedCost cost =
        new LandedCost(
            usd("1"), usd("20"), usd("300"), usd("4000"), usd("50000"), usd("0.6"), usd("0.07"));
    assertThat(cost.total()).isEqualTo(usd("54321.67"));
  }

  @Test
  void startingAndWaitingForDataArePaidLikeTheRun() {
    // 2 × 10 USD an hour: 3 min to start are 1 USD, 15 min for the data 5 USD.
    LandedCost cost = tenHours.prepared(Duration.ofMinutes(3), Duration.ofMinutes(15)).calculate();
    assertThat(cost.compute()).isEqualTo(usd("200"));
    assertThat(cost.startUp()).isEqualTo(usd("1"));
    assertThat(cost.transferTime()).isEqualTo(usd("5"));
    assertThat(cost.total()).isEqualTo(usd("206"));
  }

  @Test
  void theMinimumCountsFromTheStartOfTheMachine() {
    // 40 + 5 + 10 min are billed as an hour, of which 5 min are the rounding.
    LandedCost cost =
        LandedCostCalculator.forRun(HourlyRate.of("12", "USD"), 1, Duration.ofMinutes(40))
            .prepared(Duration.ofMinutes(5), Duration.ofMinutes(10))
            .billedBy(BillingTerms.PER_HOUR)
            .calculate();
    assertThat(cost.minimumIncrement()).isEqualTo(usd("1"));
    assertThat(cost.total()).isEqualTo(usd("12"));
  }

  @Test
  void diskIsPaidWhileTheMachineStartsAndWaitsToo() {
    LandedCost cost =
        LandedCostCalculator.forRun(RATE, 1, Duration.ofHours(8))
            .prepared(Duration.ofHours(1), Duration.ofHours(1))
            .withDisk(DataSize.gigabytes(730), usd("0.10"))
            .calculate();
    assertThat(cost.disk()).isEqualTo(usd("1"));
  }

  @Test
  void partsThatRoundUpAloneNeverMakeAnotherNegative() {
    // A third of a billionth here, two thirds there: alone each would round up.
    LandedCost cost =
        LandedCostCalculator.forRun(HourlyRate.of("0.000000001", "USD"), 1, Duration.ofMinutes(40))
            .prepared(Duration.ofMinutes(40), Duration.ofMinutes(40))
            .calculate();
    assertThat(cost.total()).isEqualTo(usd("0.000000002"));
  }

  @Test
  void aGangOfEightLosesWhatAHandReckons() {
    // Young (1974): 8 nodes at 0.12/h are 0.96/h; sqrt(2 × 0.05 h / 0.96) = 0.32275 h between
    // checkpoints; 0.96 × (0.161374 + 0.166667) = 0.314919 of the run is redone.
    SpotRisk risk = new SpotRisk(0.12, Duration.ofMinutes(3), Duration.ofMinutes(10));
    SpotRisk gang = risk.forNodes(8);
    assertThat(gang.checkpointInterval(Duration.ofHours(24)).toMillis() / 3.6e6)
        .isCloseTo(0.322749, within(1e-6));
    assertThat(gang.wasteShare(Duration.ofHours(24))).isCloseTo(0.314919, within(1e-6));
    LandedCost cost =
        LandedCostCalculator.forRun(RATE, 8, Duration.ofHours(24)).withSpotRisk(risk).calculate();
    assertThat(cost.restartWaste().amount().doubleValue()).isCloseTo(604.645, within(0.001));
  }

  @Test
  void partsOfTwoCurrenciesOrBelowZeroAreRefused() {
    Money zero = usd("0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LandedCost(zero, zero, Money.of("1", "EUR"), zero, zero, zero, zero))
        .withMessageContaining("a part of 1.000000000 EUR");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LandedCost(zero, zero, zero, zero, zero, zero, usd("-1")))
        .withMessageContaining("-1.000000000 USD");
  }

  @Test
  void inputsThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LandedCostCalculator.forRun(RATE, 0, Duration.ofHours(1)))
        .withMessageContaining("0 nodes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LandedCostCalculator.forRun(RATE, 1, Duration.ofHours(-1)))
        .withMessageContaining("PT-1H is negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tenHours.withDisk(DataSize.gigabytes(1), usd("-1")))
        .withMessageContaining("is negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tenHours.prepared(Duration.ZERO, Duration.ofSeconds(-1)))
        .withMessageContaining("the transfer of PT-1S is negative");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 3_601, Double.NaN, Double.POSITIVE_INFINITY})
  void anInterruptionRateThatCannotBeIsRefused(double rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpotRisk(rate, Duration.ZERO, Duration.ZERO))
        .withMessageContaining("Maybe the figure is per month");
  }

  @Test
  void negativeTimesOfARiskAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpotRisk(1, Duration.ofSeconds(-1), Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpotRisk(1, Duration.ZERO, Duration.ofSeconds(-1)));
  }
}
