package io.tradewind.pricing;

import static io.tradewind.pricing.CarbonBasis.AVERAGE_LOCATION_DIRECT;
import static io.tradewind.pricing.CarbonBasis.AVERAGE_LOCATION_LIFECYCLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarbonModelTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final PowerDraw ONE_H100 =
      NodePower.declared(new Watts(10_200), 8, "rating").training(1);
  private static final Pue PUE = new Pue(1.15, "declared");
  private static final EmbodiedShare EMBODIED = EmbodiedShare.known(575, 3, "factors");

  @Test
  void anH100HourInVirginiaIs360GramsAnd22() {
    CarbonEstimate estimate = CarbonModel.estimate(ONE_H100, HOUR, PUE, grid(323.05), EMBODIED);

    assertThat(estimate.itEnergy().value()).isCloseTo(0.969, within(1e-9));
    assertThat(estimate.siteEnergy().value()).isCloseTo(1.114, within(0.0005));
    assertThat(estimate.operational().value()).isCloseTo(360, within(0.5));
    assertThat(estimate.embodied().value()).isCloseTo(22, within(0.5));
    assertThat(estimate.total().value()).isCloseTo(381.9, within(0.05));
  }

  @Test
  void anH100HourInStockholmIs3GramsAnd22() {
    CarbonEstimate estimate = CarbonModel.estimate(ONE_H100, HOUR, PUE, grid(2.73), EMBODIED);

    assertThat(estimate.operational().value()).isCloseTo(3.04, within(0.005));
    assertThat(estimate.embodied().value()).isCloseTo(21.88, within(0.005));
  }

  @Test
  void theEmbodiedBandIsHalfToDouble() {
    CarbonEstimate estimate = CarbonModel.estimate(ONE_H100, HOUR, PUE, grid(100), EMBODIED);
    assertThat(estimate.embodiedLow()).isEqualTo(estimate.embodied().times(0.5));
    assertThat(estimate.embodiedHigh()).isEqualTo(estimate.embodied().times(2));
  }

  @Test
  void everyFigureIsListedWithItsSource() {
    CarbonInputs inputs =
        CarbonInputs.of(ONE_H100, HOUR, PUE, grid(323.05), EMBODIED)
            .withEgress(DataSize.gigabytes(1))
            .withWater(new WaterUse(0.15, "yearly report"));

    assertThat(CarbonModel.estimate(inputs).sources())
        .containsExactly(
            "power: 76 % of rated power (rating)",
            "PUE 1.15: declared",
            "grid 323.05 g/kWh, average, location-based, life cycle,"
                + " as of 2025-01-01T00:00:00Z: yearly table",
            "embodied: factors",
            "network: 0.001 kWh/GB, Cloud Carbon Footprint",
            "water: yearly report");
  }

  @Test
  void egressAddsTheNetworksEnergyToTheOperationalPart() {
    CarbonInputs still = CarbonInputs.of(ONE_H100, HOUR, PUE, grid(300), EMBODIED);
    double moved =
        CarbonModel.estimate(still.withEgress(DataSize.gigabytes(400))).operational().value();
    assertThat(moved - CarbonModel.estimate(still).operational().value())
        .isCloseTo(400 * 0.001 * 300, within(1e-9));
  }

  @Test
  void waterFollowsTheServersEnergyAndIsEmptyWhenUnknown() {
    CarbonInputs inputs = CarbonInputs.of(ONE_H100, HOUR, PUE, grid(300), EMBODIED);
    CarbonEstimate known = CarbonModel.estimate(inputs.withWater(new WaterUse(2, "report")));
    assertThat(known.waterLitres()).hasValueCloseTo(1.938, within(1e-9));
    assertThat(CarbonModel.estimate(inputs).waterLitres()).isEmpty();
  }

  @Test
  void measuredAndDeclaredFiguresGiveAnEstimateThatIsNotFlagged() {
    assertThat(CarbonModel.estimate(metered()).estimated()).isFalse();
  }

  @Test
  void oneModelledFigureFlagsTheWhole() {
    CarbonInputs in = metered();
    GridIntensity guessed =
        GridIntensity.ofYear(300, AVERAGE_LOCATION_LIFECYCLE, "neighbour", 2024, true);
    EmbodiedShare byMemory = EmbodiedShare.byAcceleratorMemory(80);

    assertThat(estimated(ONE_H100, in.pue(), in.grid(), in.embodied())).isTrue();
    assertThat(estimated(in.power(), Pue.CLOUD_DEFAULT, in.grid(), in.embodied())).isTrue();
    assertThat(estimated(in.power(), in.pue(), guessed, in.embodied())).isTrue();
    assertThat(estimated(in.power(), in.pue(), in.grid(), byMemory)).isTrue();
    assertThat(CarbonModel.estimate(in.withEgress(DataSize.gigabytes(1))).estimated()).isTrue();
  }

  @Test
  void theEstimateKeepsTheBasisOfItsGridFigure() {
    GridIntensity direct = GridIntensity.ofYear(300, AVERAGE_LOCATION_DIRECT, "t", 2024, false);
    CarbonEstimate estimate = CarbonModel.estimate(ONE_H100, HOUR, PUE, direct, EMBODIED);
    assertThat(estimate.basis()).isEqualTo(AVERAGE_LOCATION_DIRECT);
    assertThat(estimate.amount())
        .isEqualTo(
            new CarbonAmount(
                estimate.operational(), estimate.embodied(), AVERAGE_LOCATION_DIRECT, true));
  }

  @Test
  void aYearlyFigureIsAsOfTheEndOfItsYear() {
    assertThat(grid(1).asOf()).isEqualTo(Instant.parse("2025-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 2_001, Double.NaN})
  void anIntensityThatNoGridHasIsRefused(double gramsPerKilowattHour) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> grid(gramsPerKilowattHour))
        .withMessageContaining("lb/MWh");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.99, 5.01, 115, Double.NaN})
  void aPueThatNoSiteHasIsRefused(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pue(value, "test"))
        .withMessageContaining("site energy over IT energy");
  }

  @Test
  void figuresWithoutASourceAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Pue(1.1, " "));
    assertThatIllegalArgumentException().isThrownBy(() -> new WaterUse(1, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GridIntensity.ofYear(1, AVERAGE_LOCATION_DIRECT, "", 2024, false))
        .withMessageContaining("has no source");
  }

  @Test
  void negativeTimeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CarbonModel.estimate(ONE_H100, HOUR.negated(), PUE, grid(1), EMBODIED))
        .withMessageContaining("is negative");
  }

  @Test
  void ninetyMinutesAreHalfAsMuchAgainInEveryPart() {
    CarbonEstimate hour = CarbonModel.estimate(ONE_H100, HOUR, PUE, grid(100), EMBODIED);
    CarbonEstimate longer =
        CarbonModel.estimate(ONE_H100, Duration.ofMinutes(90), PUE, grid(100), EMBODIED);

    assertThat(longer.itEnergy().value() / hour.itEnergy().value()).isCloseTo(1.5, within(1e-9));
    assertThat(parts(longer)).containsExactly(times(1.5, parts(hour)), within(1e-9));
  }

  @Test
  void energyOnNumbersIsWattsTimesPueTimesHours() {
    assertThat(CarbonModel.siteKilowattHours(2_000, 1.5, 4)).isEqualTo(12);
  }

  @Test
  void theEndsOfWhatCanBeAreAllowed() {
    assertThat(new Pue(1, "an ideal site").value()).isEqualTo(1);
    assertThat(new Pue(5, "a poor site").value()).isEqualTo(5);
    assertThat(grid(0).gramsPerKilowattHour()).isZero();
    assertThat(grid(2_000).gramsPerKilowattHour()).isEqualTo(2_000);
  }

  @Test
  void theDefaultsAreAssumptionsAndADeclaredPueIsNot() {
    assertThat(Pue.CLOUD_DEFAULT.isAssumed()).isTrue();
    assertThat(Pue.ON_PREMISES_DEFAULT.isAssumed()).isTrue();
    assertThat(new Pue(1.3, "declared").isAssumed()).isFalse();
  }

  @Test
  void withoutEgressAndWaterNoSourceIsNamedForThem() {
    assertThat(CarbonModel.estimate(metered()).sources())
        .hasSize(4)
        .noneMatch(source -> source.startsWith("network") || source.startsWith("water"));
  }

  @Test
  void anEstimateThatNamesNoSourceIsRefused() {
    CarbonEstimate full = CarbonModel.estimate(metered());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new CarbonEstimate(
                    full.itEnergy(),
                    full.siteEnergy(),
                    full.pue(),
                    full.grid(),
                    full.operational(),
                    full.embodied(),
                    full.embodiedLow(),
                    full.embodiedHigh(),
                    full.basis(),
                    List.of(),
                    false,
                    full.waterLitres()))
        .withMessageContaining("has no source");
  }

  private static CarbonInputs metered() {
    PowerDraw meter = new PowerDraw(new Watts(900), "the rack's meter", false);
    return CarbonInputs.of(meter, HOUR, PUE, grid(300), EMBODIED);
  }

  private static double[] parts(CarbonEstimate estimate) {
    return new double[] {
      estimate.operational().value(),
      estimate.embodied().value(),
      estimate.embodiedLow().value(),
      estimate.embodiedHigh().value()
    };
  }

  private static double[] times(double factor, double[] values) {
    return Arrays.stream(values).map(value -> value * factor).toArray();
  }

  private static boolean estimated(
      PowerDraw power, Pue pue, GridIntensity grid, EmbodiedShare embodied) {
    return CarbonModel.estimate(power, HOUR, pue, grid, embodied).estimated();
  }

  private static GridIntensity grid(double gramsPerKilowattHour) {
    return GridIntensity.ofYear(
        gramsPerKilowattHour, AVERAGE_LOCATION_LIFECYCLE, "yearly table", 2024, false);
  }
}
