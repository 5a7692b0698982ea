package io.tradewind.pricing;

import static io.tradewind.pricing.CarbonBasis.AVERAGE_LOCATION_LIFECYCLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class CarbonModelPropertiesTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Property
  void theFormulaOnNumbersAgreesWithTheOneOnRecords(
      @ForAll @DoubleRange(min = 0, max = 1e6) double watts,
      @ForAll @DoubleRange(min = 1, max = 3) double pue,
      @ForAll @DoubleRange(min = 0, max = 1_500) double intensity,
      @ForAll @DoubleRange(min = 0, max = 1e4) double embodied) {
    CarbonEstimate estimate =
        CarbonModel.estimate(
            new PowerDraw(new Watts(watts), "meter", false),
            HOUR,
            new Pue(pue, "declared"),
            grid(intensity),
            new EmbodiedShare(embodied, "declared", false));

    double grams = CarbonModel.gramsPerHour(watts, pue, intensity, embodied);
    assertThat(estimate.total().value()).isCloseTo(grams, within(1e-9 * Math.max(1, grams)));
  }

  private static GridIntensity grid(double gramsPerKilowattHour) {
    return GridIntensity.ofYear(
        gramsPerKilowattHour, AVERAGE_LOCATION_LIFECYCLE, "yearly table", 2024, false);
  }
}
