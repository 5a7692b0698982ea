package io.tradewind.matcher.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Accelerators;
import io.tradewind.api.LanguageModel;
import io.tradewind.api.LanguageModels;
import io.tradewind.api.NumberFormat;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizingTest {
  private static final Offset<Double> TENTH = within(0.1);
  private static final Offset<Double> ONE_PERCENT_OF_HUNDRED = within(1.0);

  /** 70 B, 32 users of 8,192 tokens. */
  private static final ModelDemand BUSY = inference("llama-3.1-70b").withSequences(8_192, 32);

  private static final ModelDemand BUSY_IN_8_BITS =
      BUSY.withFormat(NumberFormat.FP8).withCacheFormat(NumberFormat.FP8);

  @ParameterizedTest
  @CsvSource({
    "llama-3-8b,   131072",
    "llama-3-70b,  327680",
    "llama-3.1-405b, 516096",
    "deepseek-v3,  70272",
  })
  void aTokenInTheCacheHasThePublishedSize(String model, long bytes) {
    assertThat(model(model).keyValueElementsPerToken() * 2).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"H100, 4, 54.5, 71.6", "H200, 2, 109, 125.8"})
  void inSixteenBitsTheBusySeventyBillionTake(
      String accelerator, int count, double each, double allowed) {
    Need need = need(BUSY.withFormat(NumberFormat.BF16), accelerator).orElseThrow();

    assertThat(need.count()).isEqualTo(count);
    assertThat(need.tensor()).isEqualTo(count);
    assertThat(need.weights()).isCloseTo(131.4, TENTH);
    assertThat(need.beside()).isCloseTo(80, TENTH);
    assertThat(need.total()).isCloseTo(each, ONE_PERCENT_OF_HUNDRED);
    assertThat(need.allowed()).isCloseTo(allowed, TENTH);
  }

  @ParameterizedTest
  @CsvSource({"H200, 1, 109", "H100, 2, 54.5"})
  void inEightBitsTheyTakeHalf(String accelerator, int count, double each) {
    Need need = need(BUSY_IN_8_BITS, accelerator).orElseThrow();

    assertThat(need.count()).isEqualTo(count);
    assertThat(need.weights()).isCloseTo(65.7, TENTH);
    assertThat(need.beside()).isCloseTo(40, TENTH);
    assertThat(need.total()).isCloseTo(each, ONE_PERCENT_OF_HUNDRED);
  }

  @ParameterizedTest
  @CsvSource({"B200", "MI300X"})
  void oneDeviceDoesNotHoldThem(String accelerator) {
    assertThat(need(BUSY.withFormat(NumberFormat.BF16), accelerator).orElseThrow().count())
        .isEqualTo(2);
  }

  @Test
  void aloneSeventyBillionFitOneH100InEightBitsAndTwoInSixteen() {
    ModelDemand alone = inference("llama-3.1-70b");

    assertThat(need(alone.withFormat(NumberFormat.FP8), "H100").orElseThrow().count()).isEqualTo(1);
    assertThat(need(alone, "H100").orElseThrow().count()).isEqualTo(2);
  }

  @Test
  void fullTrainingOfEightBillionTakesHundredAndTwentyGibibytes() {
    Need need = need(inference("llama-3-8b").withMethod(Method.FULL), "H100").orElseThrow();

    assertThat(need.weights() + need.beside()).isCloseTo(119.7, TENTH);
    assertThat(need.count()).isEqualTo(2);
  }

  @Test
  void adaptersNeedFarLessThanAllParameters() {
    ModelDemand base = inference("llama-3.1-70b").withSequences(4_096, 1);

    assertThat(need(base.withMethod(Method.FULL), "H200")).isEmpty();
    assertThat(need(base.withMethod(Method.LORA), "H200").orElseThrow().count()).isEqualTo(2);
    assertThat(need(base.withMethod(Method.QLORA), "H200").orElseThrow().count()).isEqualTo(1);
  }

  @Test
  void adaptersHaveThePublishedSize() {
    ModelDemand rank16 = inference("llama-3.1-8b").withMethod(Method.LORA);

    assertThat(Footprint.adapters(rank16)).isCloseTo(42e6, within(4e6));
  }

  @Test
  void withoutCheckpointingActivationsTakeMore() {
    ModelDemand with = inference("llama-3.1-8b").withMethod(Method.FULL).withSequences(8_192, 1);
    ModelDemand without = with.withTraining(Optimizer.ADAMW, false, 16);

    assertThat(need(without, "H200").orElseThrow().each())
        .isGreaterThan(4 * need(with, "H200").orElseThrow().each());
  }

  @Test
  void moreNodesNeedFewerDevicesEach() {
    ModelDemand training = inference("llama-3.1-70b").withMethod(Method.FULL);

    assertThat(need(training, "H100")).isEmpty();
    assertThat(need(training.withNodes(4), "H100").orElseThrow().count()).isEqualTo(8);
  }

  @Test
  void cardsWithoutAFastLinkAreStagedAndNotSplit() {
    Need need = need(inference("llama-3.1-70b").withFormat(NumberFormat.FP8), "L40S").orElseThrow();

    assertThat(need.count()).isEqualTo(2);
    assertThat(need.tensor()).isEqualTo(1);
    assertThat(need.stages()).isEqualTo(2);
  }

  @Test
  void headsThatCannotBeDividedAreStaged() {
    // 71 heads are prime.
    Need need = need(inference("falcon-7b").withFormat(NumberFormat.FP32), "A10").orElseThrow();

    assertThat(need.tensor()).isEqualTo(1);
  }

  @Test
  void aCompressedCacheIsKeptWholeByEveryDeviceOfAGroup() {
    ModelDemand demand = inference("deepseek-v3").withSequences(32_768, 16);
    Need need = need(demand, "B200").orElseThrow();

    assertThat(need.tensor()).isEqualTo(8);
    assertThat(need.share()).isCloseTo(need.weights() / 8 + need.beside(), TENTH);
  }

  @ParameterizedTest
  @CsvSource({
    "fp8,  H100,   true",
    "fp8,  L40S,   true",
    "fp8,  A100,   false",
    "fp8,  MI300X, true",
    "fp8,  MI250X, false",
    "fp8,  Gaudi2, true",
    "fp8,  Trainium, false",
    "fp8,  Trainium2, true",
    "fp8,  TPU-v5e, false",
    "fp8,  TPU7x,  true",
    "bf16, V100,   false",
    "bf16, T4,     false",
    "bf16, TPU-v5e, true",
    "fp16, T4,     true",
    "fp4,  B200,   true",
    "fp4,  H100,   false",
    "fp4,  MI355X, true",
  })
  void aNumberFormatNeedsItsHardware(String format, String accelerator, boolean runs) {
    assertThat(NumberFormat.parse(format).orElseThrow().runsOn(accelerator(accelerator)))
        .isEqualTo(runs);
  }

  @Test
  void withoutAFormatOldHardwareGetsItsOwnSixteenBits() {
    ModelDemand any = inference("llama-3.1-8b");

    assertThat(any.formatOn(accelerator("V100"))).contains(NumberFormat.FP16);
    assertThat(any.withFormat(NumberFormat.BF16).formatOn(accelerator("V100"))).isEmpty();
    assertThat(inference("deepseek-v3").formatOn(accelerator("A100-80GB")))
        .contains(NumberFormat.BF16);
  }

  @Test
  void fourBitsLeaveTheOuterLayersAtSixteen() {
    // The published AWQ checkpoints of 8 and 70 billion have 5.7 and 39.8 GB.
    assertThat(Footprint.weights(model("llama-3.1-8b"), NumberFormat.INT4) / 1e9)
        .isCloseTo(5.7, within(0.2));
    assertThat(Footprint.weights(model("llama-3.1-70b"), NumberFormat.INT4) / 1e9)
        .isCloseTo(39.8, within(1.0));
  }

  private static ModelDemand inference(String name) {
    return ModelDemand.inference(model(name));
  }

  private static LanguageModel model(String name) {
    return LanguageModels.bundled().find(name).orElseThrow();
  }

  private static AcceleratorModel accelerator(String name) {
    return Accelerators.bundled().resolve(name).orElseThrow().model();
  }

  private static Optional<Need> need(ModelDemand demand, String accelerator) {
    AcceleratorModel model = accelerator(accelerator);
    return Sizing.need(demand, model, Accelerators.bundled().scaleUpDevices(model));
  }
}
