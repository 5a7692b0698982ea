package io.tradewind.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceleratorsTest {
  private final Accelerators table = Accelerators.bundled();

  @ParameterizedTest
  @CsvSource({
    "H100, H100",
    "h100, H100",
    "RTX-A6000, RTXA6000",
    "A6000, RTXA6000",
    "A100-80G-PCIe, A100-80GB-PCIe",
    "Virtex UltraScale (VU9P), VU9P",
  })
  void spellingsOfOneModelMeanThatModel(String name, String model) {
    assertThat(table.resolve(name)).map(set -> set.model().name()).contains(model);
  }

  @Test
  void formFactorsAreModelsOfTheirOwn() {
    assertThat(List.of("H100", "H100-PCIe", "H100-NVL", "H100-SXM"))
        .extracting(name -> table.resolve(name).orElseThrow().model().name())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "tpu-v5litepod-8, TPU-v5e, 8",
    "v5litepod-8, TPU-v5e, 8",
    "tpu-v6e-16, TPU-v6e, 16",
    "tpu-v5p-8, TPU-v5p, 4",
    "tpu-v4-32, TPU-v4, 16",
    "TPU-V3-8, TPU-v3, 4",
  })
  void aSliceCountsChipsHoweverItIsNamed(String name, String model, double chips) {
    AcceleratorSet slice = table.resolve(name).orElseThrow();

    assertThat(slice.model().name()).isEqualTo(model);
    assertThat(slice.count()).isEqualTo(chips);
    assertThat(slice.slice()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"H1000", "RTX 6000", "tpu-v5litepod-0", "tpu-v5litepod-", "tpu-v9-8", "", "GPU"})
  void whatIsNotListedIsNotGuessed(String name) {
    assertThat(table.resolve(name)).isEmpty();
  }

  @Test
  void aTypingErrorIsAnsweredWithWhatWasMeant() {
    assertThat(table.suggestions("H10O", 3)).contains("H100");
    assertThat(table.suggestions("A100-80G", 3)).contains("A100-80GB");
  }

  @Test
  void noFigureIsZeroWhereItIsUnknown() {
    assertThat(table.models())
        .allSatisfy(
            model -> {
              assertThat(model.source()).isNotBlank();
              model.denseBf16Teraflops().ifPresent(value -> assertThat(value).isPositive());
              model.thermalDesignPowerWatts().ifPresent(value -> assertThat(value).isPositive());
              model
                  .bandwidthGigabytesPerSecond()
                  .ifPresent(value -> assertThat(value).isPositive());
            });
  }

  @Test
  void theFactsOfTheH100AreTheDataSheets() {
    AcceleratorModel h100 = table.resolve("H100").orElseThrow().model();

    assertThat(h100.kind()).isEqualTo(AcceleratorKind.GPU);
    assertThat(h100.vendor()).isEqualTo("nvidia");
    assertThat(h100.denseBf16Teraflops()).hasValue(989);
    assertThat(h100.thermalDesignPowerWatts()).hasValue(700);
    assertThat(h100.stack()).isEqualTo("cuda");
  }
}
