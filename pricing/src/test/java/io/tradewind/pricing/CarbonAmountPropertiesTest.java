package io.tradewind.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CarbonAmountPropertiesTest {

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
