package io.tradewind.matcher.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.matcher.workload.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftwareReaderTest {

  @ParameterizedTest
  @CsvSource({
    "rocm/vllm:latest,                         rocm",
    "ghcr.io/org/train:1-rocm,                 rocm",
    "ghcr.io/org/train:2.4-cu124,              cuda",
    "pytorch/pytorch:2.4.0-cuda12.4-cudnn9,    cuda",
    "vllm/vllm-openai:v0.10,                   cuda",
    "vllm/vllm-tpu:nightly,                    xla",
    "org/inference-neuronx:2.21,               neuron",
    "org/gaudi-docker:1.19,                    habana",
  })
  void anImageTellsItsStackByItsName(String image, String stack) {
    assertThat(read(Map.of("image", image)).software().stacks()).containsExactly(stack);
  }

  @Test
  void anImageThatTellsNothingRunsAnywhere() {
    assertThat(read(Map.of("image", "ghcr.io/org/train:1")).software().stacks()).isEmpty();
  }

  @Test
  void besideImagesForOtherStacksAnImageThatTellsNothingIsForCuda() {
    Workload workload =
        read(
            Map.of(
                "image",
                "ghcr.io/org/train:1",
                "images",
                List.of(Map.of("ecosystem", "amd", "ref", "ghcr.io/org/train:1-rocm"))));

    assertThat(workload.software().stacks()).containsExactly("cuda", "rocm");
    assertThat(workload.imageFor("rocm")).contains("ghcr.io/org/train:1-rocm");
    assertThat(workload.imageFor("cuda")).contains("ghcr.io/org/train:1");
  }

  @Test
  void aFrameworkSaysWhereItRuns() {
    assertThat(read(Map.of("framework", "TensorRT-LLM")).software().stacks())
        .containsExactly("cuda");
    assertThat(read(Map.of("framework", "llama.cpp")).software().stacks())
        .contains("rocm", "cuda-l4t");
  }

  @Test
  void bothFrameworkAndImageMustAgree() {
    assertThat(read(Map.of("framework", "vllm", "image", "org/x:rocm7")).software().stacks())
        .containsExactly("rocm");

    Problem problem =
        WorkloadReader.read(Map.of("framework", "tensorrt-llm", "image", "rocm/vllm:1"))
            .problems()
            .get(0);

    assertThat(problem.field()).isEqualTo("framework");
    assertThat(problem.message())
        .isEqualTo("tensorrt_llm does not run on rocm, which the images are for.");
    assertThat(problem.advice()).isEqualTo("Give an image for one of cuda.");
  }

  @Test
  void aMisspeltStackOrFrameworkIsAProblemWithAdvice() {
    Problem stack =
        WorkloadReader.read(
                Map.of("images", List.of(Map.of("ecosystem", "rcom", "ref", "train:1"))))
            .problems()
            .get(0);
    Problem framework = WorkloadReader.read(Map.of("framework", "pytroch")).problems().get(0);

    assertThat(stack.field()).isEqualTo("images[0].ecosystem");
    assertThat(stack.advice()).isEqualTo("Did you mean rocm?");
    assertThat(framework.advice()).isEqualTo("Did you mean pytorch?");
  }

  private static Workload read(Map<String, ?> tree) {
    Reading reading = WorkloadReader.read(tree);
    assertThat(reading.problems()).isEmpty();
    return reading.workload().orElseThrow();
  }
}
