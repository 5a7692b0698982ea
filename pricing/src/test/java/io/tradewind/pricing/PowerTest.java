package io.tradewind.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerTest {

  private static final NodePower HGX =
      NodePower.declared(new Watts(10_200), 8, "maker's rating of an 8 × H100 HGX node");

  @Test
  void oneH100OfEightDraws969WattsAtTheServer() {
    assertThat(HGX.training(1).atServers().value()).isCloseTo(969, within(1e-9));
  }

  @Test
  void theWholeNodeDrawsEightTimesAsMuch() {
    assertThat(HGX.training().atServers().value()).isCloseTo(7_752, within(1e-9));
    assertThat(HGX.training(8)).isEqualTo(HGX.training());
  }

  @Test
  void nodesMultiplyTheDraw() {
    assertThat(HGX.training().times(3).atServers().value()).isCloseTo(23_256, within(1e-9));
  }

  @Test
  void bothDerivationsGiveTheReferenceMachineItsRating() {
    Watts tdp = new Watts(700);
    assertThat(NodePower.fromTdp(tdp, 8).rated().value()).isCloseTo(10_200, within(1e-6));
    assertThat(NodePower.fromParts(tdp, 8, 192, 2_048).rated().value())
        .isCloseTo(10_200, within(1e-6));
  }

  @Test
  void theFactorForOtherComponentsLiesInItsPublishedBand() {
    assertThat(NodePower.OTHER_COMPONENTS).isBetween(1.2, 1.6);
  }

  @Test
  void aNodeWithoutAcceleratorsDrawsForItsCpusAndMemory() {
    NodePower node = NodePower.fromParts(new Watts(0), 0, 8, 32);
    double parts = 8 * 3.5 + 32 * 0.392;
    assertThat(node.training().atServers().value())
        .isCloseTo(0.76 * parts * NodePower.OTHER_COMPONENTS, within(1e-9));
  }

  @Test
  void aDerivedRatingIsFlaggedAndADeclaredOneIsNot() {
    assertThat(NodePower.fromTdp(new Watts(72), 1).estimated()).isTrue();
    assertThat(NodePower.fromParts(new Watts(72), 1, 8, 32).estimated()).isTrue();
    assertThat(HGX.estimated()).isFalse();
  }

  @Test
  void aDrawUnderLoadIsAModelEvenOfADeclaredRating() {
    assertThat(HGX.training(1).estimated()).isTrue();
    assertThat(HGX.training(1).source())
        .isEqualTo("76 % of rated power (maker's rating of an 8 × H100 HGX node)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, -1})
  void moreThanTheNodeHasIsRefused(int used) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HGX.training(used))
        .withMessageContaining("of a node with 8");
  }

  @Test
  void utilisationMovesTheAcceleratorsBetweenIdleAndFullAndLeavesTheHost() {
    AcceleratorPower a100 =
        new AcceleratorPower(new Watts(46), new Watts(407), "Cloud Carbon Footprint");
    Watts host = new Watts(800);
    assertThat(a100.at(0, 2, 8, host).atServers().value()).isCloseTo(292, within(1e-9));
    assertThat(a100.at(0.5, 2, 8, host).atServers().value()).isCloseTo(653, within(1e-9));
    assertThat(a100.at(1, 2, 8, host).atServers().value()).isCloseTo(1_014, within(1e-9));
    assertThat(a100.at(1, 2, 8, host).source())
        .isEqualTo("Cloud Carbon Footprint, at 100 % utilisation");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, 50, Double.NaN})
  void aUtilisationOutsideZeroToOneIsRefused(double utilisation) {
    AcceleratorPower t4 = new AcceleratorPower(new Watts(8), new Watts(71), "test");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> t4.at(utilisation, 1, 1, new Watts(100)))
        .withMessageContaining("Maybe it is in percent");
  }

  @Test
  void idlePowerAboveFullPowerIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AcceleratorPower(new Watts(71), new Watts(8), "test"))
        .withMessageContaining("swapped");
  }

  @Test
  void aKilowattForNinetyMinutesIsOneAndAHalfKilowattHours() {
    assertThat(new Watts(1_000).over(Duration.ofMinutes(90))).isEqualTo(new KilowattHours(1.5));
  }

  @Test
  void quantitiesAddAndScale() {
    assertThat(new Watts(2).plus(new Watts(3)).times(2)).isEqualTo(new Watts(10));
    assertThat(new KilowattHours(2).plus(new KilowattHours(3))).isEqualTo(new KilowattHours(5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void aQuantityThatCannotBeIsRefused(double value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Watts(value));
    assertThatIllegalArgumentException().isThrownBy(() -> new KilowattHours(value));
    assertThatIllegalArgumentException().isThrownBy(() -> new GramsCo2e(value));
    assertThatIllegalArgumentException().isThrownBy(() -> new WaterUse(value, "test"));
  }

  @Test
  void anEnergyOfNegativeTimeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Watts(1).over(Duration.ofSeconds(-1)))
        .withMessageContaining("is negative");
  }

  @Test
  void aNodeWithFewerThanNoAcceleratorsOrNoSourceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NodePower.declared(new Watts(1), -1, "test"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NodePower.declared(new Watts(1), 1, " "))
        .withMessageContaining("has no source");
  }

  @Test
  void partsOfASecondCount() {
    assertThat(new Watts(3_600_000).over(Duration.ofMillis(1_500)).value())
        .isCloseTo(1.5, within(1e-12));
  }

  @Test
  void anAcceleratorThatAlwaysDrawsTheSameIsAllowed() {
    AcceleratorPower constant = new AcceleratorPower(new Watts(50), new Watts(50), "test");
    assertThat(constant.at(0.3, 1, 1, new Watts(0)).atServers()).isEqualTo(new Watts(50));
  }

  @Test
  void noneOfTheAcceleratorsIsNoShareOfANode() {
    AcceleratorPower t4 = new AcceleratorPower(new Watts(8), new Watts(71), "test");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> t4.at(0.5, 0, 4, new Watts(100)))
        .withMessageContaining("Use 1 to 4");
  }

  @Test
  void powerWithoutASourceIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PowerDraw(new Watts(1), "", false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AcceleratorPower(new Watts(1), new Watts(2), ""));
  }

  @Test
  void aNegativeHostIsNotHiddenBehindLargeAccelerators() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NodePower.fromParts(new Watts(700), 8, -1, 32))
        .withMessageContaining("-1.0 vCPU");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NodePower.fromParts(new Watts(700), 8, 32, -1))
        .withMessageContaining("-1.0 GB");
  }

  @Test
  void aDeclaredRatingIsKeptAsDeclared() {
    assertThat(HGX.rated()).isEqualTo(new Watts(10_200));
    assertThat(HGX.accelerators()).isEqualTo(8);
  }
}
