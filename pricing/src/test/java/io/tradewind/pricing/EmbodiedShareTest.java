package io.tradewind.pricing;

import static io.tradewind.pricing.EmbodiedShare.A100_40GB_KILOGRAMS;
import static io.tradewind.pricing.EmbodiedShare.ACCELERATOR_YEARS;
import static io.tradewind.pricing.EmbodiedShare.H100_80GB_KILOGRAMS;
import static io.tradewind.pricing.EmbodiedShare.L4_KILOGRAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbodiedShareTest {

  private static final EmbodiedShare H100 =
      EmbodiedShare.known(H100_80GB_KILOGRAMS, ACCELERATOR_YEARS, "Boavizta's factors");

  @ParameterizedTest
  @CsvSource({"114, 4.3", "273, 10.4", "575, 21.9"})
  void kilogramsOverThreeYearsAreGramsAnHour(double kilograms, double gramsPerHour) {
    assertThat(EmbodiedShare.gramsPerHour(kilograms, 3)).isCloseTo(gramsPerHour, within(0.05));
  }

  @Test
  void fourYearsAreThreeQuartersOfThree() {
    assertThat(EmbodiedShare.gramsPerHour(575, 4))
        .isCloseTo(0.75 * H100.gramsPerHour(), within(1e-9));
  }

  @Test
  void theBandIsHalfToDouble() {
    assertThat(H100.low()).isCloseTo(10.94, within(0.005));
    assertThat(H100.high()).isCloseTo(43.76, within(0.005));
  }

  @ParameterizedTest
  @CsvSource({"24, 114", "40, 273", "80, 575"})
  void theGuessByMemoryStaysWithinTheBandOfEveryKnownFigure(double gigabytes, double kilograms) {
    EmbodiedShare known = EmbodiedShare.known(kilograms, ACCELERATOR_YEARS, "test");
    EmbodiedShare guess = EmbodiedShare.byAcceleratorMemory(gigabytes);
    assertThat(guess.gramsPerHour()).isBetween(known.low(), known.high());
    assertThat(guess.estimated()).isTrue();
    assertThat(known.estimated()).isFalse();
  }

  @Test
  void theKnownFiguresAreThoseOfTheirSource() {
    assertThat(new double[] {L4_KILOGRAMS, A100_40GB_KILOGRAMS, H100_80GB_KILOGRAMS})
        .containsExactly(114, 273, 575);
  }

  @Test
  void aHostOfTwoTerabytesIsThreeToFourTonnesOverSixYears() {
    EmbodiedShare host = EmbodiedShare.byHostMemory(2_048);
    assertThat(host.gramsPerHour()).isBetween(3e6 / 52_560, 4e6 / 52_560);
    assertThat(host.estimated()).isTrue();
  }

  @Test
  void acceleratorsAndTheirHostAddUpAndKeepBothSources() {
    EmbodiedShare node =
        H100.times(8).plus(new EmbodiedShare(60, "the host maker's declaration", false));
    assertThat(node.gramsPerHour()).isCloseTo(8 * H100.gramsPerHour() + 60, within(1e-9));
    assertThat(node.source()).isEqualTo("Boavizta's factors; the host maker's declaration");
    assertThat(node.estimated()).isFalse();
  }

  @Test
  void aSumWithAGuessIsAGuess() {
    assertThat(H100.plus(EmbodiedShare.byHostMemory(256)).estimated()).isTrue();
    assertThat(EmbodiedShare.byHostMemory(256).plus(H100).estimated()).isTrue();
  }

  @Test
  void aLifeOfNoLengthAndANegativeWeightAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmbodiedShare.known(575, 0, "test"))
        .withMessageContaining("is not positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmbodiedShare.known(-1, 3, "test"))
        .withMessageContaining("-1.0 kg");
  }

  @Test
  void aShareWithoutASourceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmbodiedShare(1, "", false))
        .withMessageContaining("has no source");
  }

  @Test
  void aNegativeShareIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmbodiedShare(-1, "test", false))
        .withMessageContaining("-1.0 g/h");
  }
}
