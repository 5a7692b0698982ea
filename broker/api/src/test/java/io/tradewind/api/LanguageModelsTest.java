package io.tradewind.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageModelsTest {
  private final LanguageModels table = LanguageModels.bundled();

  @ParameterizedTest
  @CsvSource({
    "llama-3.1-70b,                       llama-3.1-70b",
    "Llama 3.1 70B,                       llama-3.1-70b",
    "meta-llama/Llama-3.1-70B-Instruct,   llama-3.1-70b",
    "meta-llama/Meta-Llama-3-8B,          llama-3-8b",
    "Qwen/Qwen2.5-72B-Instruct,           qwen2.5-72b",
    "mistralai/Mixtral-8x7B-Instruct-v0.1, mixtral-8x7b",
    "google/gemma-2-27b-it,               gemma-2-27b",
    "deepseek-ai/DeepSeek-R1-0528,        deepseek-v3",
  })
  void organizationAndEditionDoNotChangeWhatAModelIs(String name, String model) {
    assertThat(table.find(name)).map(LanguageModel::name).contains(model);
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-9-70b", "llama-3.1-70b-awq", "", "llama", "instruct"})
  void aNameThatIsNotListedIsNeverGuessed(String name) {
    assertThat(table.find(name)).isEmpty();
  }

  @Test
  void aMisspeltNameIsMetWithItsLike() {
    assertThat(table.suggestions("lama-3.1-70b", 1)).containsExactly("llama-3.1-70b");
    assertThat(table.suggestions("qwen2.5-72", 1)).containsExactly("qwen2.5-72b");
  }

  @Test
  void everyRowSaysWhoSaysSo() {
    assertThat(table.models())
        .hasSizeGreaterThan(50)
        .allSatisfy(model -> assertThat(model.source()).isNotBlank());
  }

  @Test
  void theOuterLayersAreNeverMoreThanAllOfAModel() {
    assertThat(table.models())
        .allSatisfy(
            model -> assertThat(model.outerParameters() / 2).isLessThan(model.parameters()));
  }

  @Test
  void moreActiveParametersThanThereAreIsAMistake() {
    assertThatThrownBy(
            () ->
                new LanguageModel(
                    "odd",
                    1e9,
                    2e9,
                    1,
                    1,
                    1,
                    1,
                    1,
                    OptionalInt.empty(),
                    1,
                    1,
                    NumberFormat.BF16,
                    "a test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("odd has 2.0E9 active of 1.0E9 parameters");
  }
}
