package io.tradewind.pricing;

import static io.tradewind.pricing.CarbonBasis.AVERAGE_LOCATION_LIFECYCLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CarbonAmountTest {

  @Property
  void aSumExistsExactlyWhenTheBasesAgree(@ForAll CarbonBasis one, @ForAll CarbonBasis other) {
    CarbonAmount a = amount(10, 1, one, false);
    CarbonAmount b = amount(20, 2, other, false);
    if (one == other) {
      assertThat(a.plus(b)).isEqualTo(amount(30, 3, one, false));
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> a.plus(b))
          .withMessageContaining(one.description())
          .withMessageContaining(other.description());
    }
  }

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

  @Property
  void noTwoBasesReadAlike(@ForAll CarbonBasis one, @ForAll CarbonBasis other) {
    assertThat(one.description().equals(other.description())).isEqualTo(one == other);
  }

  @Property
  void theNameOfABasisSaysWhatItIs(@ForAll CarbonBasis basis) {
    assertThat(basis.isMarginal()).isEqualTo(basis.name().startsWith("MARGINAL_"));
    assertThat(basis.isMarketBased()).isEqualTo(basis.name().contains("_MARKET_"));
    assertThat(basis.isLifecycle()).isEqualTo(basis.name().endsWith("_LIFECYCLE"));
    assertThat(basis.isAllowedInSci()).isNotEqualTo(basis.isMarketBased());
  }

  private static CarbonAmount amount(
      double operational, double embodied, CarbonBasis basis, boolean estimated) {
    return new CarbonAmount(new GramsCo2e(operational), new GramsCo2e(embodied), basis, estimated);
  }
}
