package io.tradewind.matcher.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Accelerators;
import io.tradewind.api.LanguageModels;
import io.tradewind.api.NumberFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeedTest {

  @Test
  void twoH100AnswerOneStreamWithAboutSixtySixTokensASecond() {
    ModelDemand demand =
        inference("llama-3.1-70b").withFormat(NumberFormat.FP8).withSequences(128, 1);

    assertThat(2 * Speed.tokens(demand, accelerator("H100")).orElseThrow())
        .isCloseTo(66, within(1.0));
  }

  @Test
  void eightBillionOverHundredBillionTokensTakeSixtyFourH100AboutFiftyThreeHours() {
    ModelDemand demand = inference("llama-3-8b").withMethod(Method.FULL);
    double tokensPerHour = 3_600 * 64 * Speed.tokens(demand, accelerator("H100")).orElseThrow();

    assertThat(1e11 / tokensPerHour).isCloseTo(53, within(0.5));
  }

  @Test
  void answeringGoesByBandwidthAndTrainingByArithmetic() {
    ModelDemand answering = inference("llama-3.1-8b");
    ModelDemand training = answering.withMethod(Method.FULL);

    assertThat(ratio(answering, "H200", "H100")).isCloseTo(4800.0 / 3350, within(0.001));
    assertThat(ratio(training, "H200", "H100")).isCloseTo(1, within(0.001));
    assertThat(ratio(training, "MI300X", "H100")).isCloseTo(1307.0 / 989, within(0.001));
  }

  @Test
  void stagesOfAPipelineTakeTurns() {
    ModelDemand demand =
        inference("llama-3.1-70b").withFormat(NumberFormat.FP8).withSequences(128, 1);
    SizedModel sized = SizedModel.of(demand, Accelerators.bundled(), List.of());
    AcceleratorModel card = accelerator("L40S");

    assertThat(sized.needOn(card).orElseThrow().stages()).isEqualTo(2);
    assertThat(sized.tokensPerSecond(card)).isEqualTo(Speed.tokens(demand, card));
  }

  @Test
  void manyStreamsAreBoundByArithmetic() {
    ModelDemand crowd = inference("llama-3.1-8b").withSequences(16, 100_000);

    assertThat(ratio(crowd, "H200", "H100")).isCloseTo(1, within(0.001));
  }

  @Test
  void aMixtureOfExpertsAnswersAsFastAsItsActiveParameters() {
    ModelDemand mixture = inference("qwen3-30b-a3b").withSequences(128, 1);
    ModelDemand dense = inference("qwen3-32b").withSequences(128, 1);

    assertThat(Speed.tokens(mixture, accelerator("H100")).orElseThrow())
        .isGreaterThan(8 * Speed.tokens(dense, accelerator("H100")).orElseThrow());
  }

  @Test
  void theSpeedOfWhatNobodyMeasuredIsUnknown() {
    assertThat(Speed.arithmetic(accelerator("A16"), NumberFormat.BF16)).isEmpty();
    assertThat(Speed.bandwidth(accelerator("RTXPRO4500"))).isEmpty();
  }

  private static double ratio(ModelDemand demand, String one, String other) {
    return Speed.tokens(demand, accelerator(one)).orElseThrow()
        / Speed.tokens(demand, accelerator(other)).orElseThrow();
  }

  private static ModelDemand inference(String name) {
    return ModelDemand.inference(LanguageModels.bundled().find(name).orElseThrow());
  }

  private static AcceleratorModel accelerator(String name) {
    return Accelerators.bundled().resolve(name).orElseThrow().model();
  }
}
