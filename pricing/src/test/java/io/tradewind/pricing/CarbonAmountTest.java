package io.tradewind.pricing;

import static io.tradewind.pricing.CarbonBasis.AVERAGE_LOCATION_LIFECYCLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CarbonAmountTest {

  @Test
  void barePlusOfGramsIsClosedToCallersBecauseItWouldForgetTheBasis() {
    assertThat(
            Arrays.stream(GramsCo2e.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getParameterCount() == 1)
                .filter(method -> method.getParameterTypes()[0] == GramsCo2e.class)
                .filter(method -> method.getReturnType() == GramsCo2e.class))
        .isEmpty();
  }

  @Test
  void aSumWithAnEstimateIsAnEstimate() {
    CarbonAmount measured = amount(1, 1, AVERAGE_LOCATION_LIFECYCLE, false);
    CarbonAmount modelled = amount(1, 1, AVERAGE_LOCATION_LIFECYCLE, true);
    assertThat(measured.plus(modelled).estimated()).isTrue();
    assertThat(modelled.plus(measured).estimated()).isTrue();
    assertThat(measured.plus(measured).estimated()).isFalse();
  }

  @Test
  void zeroIsTheStartOfASum() {
    CarbonAmount some = amount(5, 7, AVERAGE_LOCATION_LIFECYCLE, true);
    assertThat(CarbonAmount.zero(AVERAGE_LOCATION_LIFECYCLE).plus(some)).isEqualTo(some);
  }

  @Test
  void theTotalIsOperationalAndEmbodied() {
    GramsCo2e total = amount(1_500, 500, AVERAGE_LOCATION_LIFECYCLE, false).total();
    assertThat(total).isEqualTo(new GramsCo2e(2_000)).isGreaterThan(new GramsCo2e(1_999));
    assertThat(total.kilograms()).isEqualTo(2.0);
  }

  private static CarbonAmount amount(
      double operational, double embodied, CarbonBasis basis, boolean estimated) {
    return new CarbonAmount(new GramsCo2e(operational), new GramsCo2e(embodied), basis, estimated);
  }
}
