package io.tradewind.matcher;

import static io.tradewind.matcher.Given.chosen;
import static io.tradewind.matcher.Given.countOf;
import static io.tradewind.matcher.Given.market;
import static io.tradewind.matcher.Given.match;
import static io.tradewind.matcher.Given.offer;
import static io.tradewind.matcher.Given.workload;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A model in the file, and the machine that it leads to. */
class ModelPlacementTest {
  private static final Map<String, Object> SEVENTY =
      Map.of("name", "llama-3.1-70b", "dtype", "bf16", "context", 8192, "concurrency", 32);

  private final Market market =
      market(
          offer("one-h100", "2.00").with("H100", 1),
          offer("two-h100", "4.00").with("H100", 2),
          offer("four-h100", "8.00").with("H100", 4),
          offer("two-h200", "7.00").with("H200", 2),
          offer("two-a10", "1.00").with("A10", 2));

  @Test
  void theCheapestMachineThatHoldsTheModelWins() {
    Placement placement = match(workload(Map.of("model", SEVENTY)), market);

    assertThat(chosen(placement)).isEqualTo("two-h200");
    assertThat(countOf(placement, RejectionReason.TOO_SMALL)).isEqualTo(2);
    assertThat(countOf(placement, RejectionReason.ACCELERATOR)).isEqualTo(1);
  }

  @Test
  void aMachineThatIsTooSmallIsNoNearMiss() {
    Placement placement = match(workload(Map.of("model", SEVENTY)), market);

    assertThat(placement.nearestMisses()).isEmpty();
  }

  @Test
  void anAcceleratorWithoutTheNumberFormatIsOut() {
    Placement placement =
        match(
            workload(Map.of("model", with("dtype", "fp8"))),
            market(
                offer("ampere", "2.00").with("A100-80GB", 8),
                offer("hopper", "20.00").with("H100", 8)));

    assertThat(chosen(placement)).isEqualTo("hopper");
    assertThat(countOf(placement, RejectionReason.DTYPE)).isEqualTo(1);
  }

  @Test
  void theExplanationSaysWhySoMany() {
    Placement placement =
        match(workload(Map.of("model", SEVENTY)), market(offer("eight", "16.00").with("H100", 8)));

    assertThat(placement.explanation())
        .contains(
            "llama-3.1-70b (70.55 billion parameters), inference in bf16: weights 131.4 GiB,"
                + " key-value cache 80.0 GiB (8,192 tokens × 32 at once, 327,680 bytes a token in"
                + " bf16).",
            "It needs 4 × H100: 54.5 GiB on each with 1.6 GiB overhead, of 71.6 GiB that may be"
                + " filled (90 % of what can be allocated); tensor parallel over 4. The machine has"
                + " 8.",
            "Quantised, fewer hold it: 2 × H100 in fp8 with its cache in fp8, 2 × H100 in int4.");
  }

  @Test
  void whatNothingHoldsIsToldWithWhatWould() {
    Placement placement =
        match(workload(Map.of("model", SEVENTY)), market(offer("small", "1.00").with("A10", 1)));

    assertThat(placement.outcome()).isEqualTo(Outcome.UNPLACED);
    assertThat(placement.explanation())
        .anyMatch(sentence -> sentence.endsWith("would do in each node, among others."));
  }

  private static Map<String, Object> with(String key, Object value) {
    Map<String, Object> model = new HashMap<>(SEVENTY);
    model.put(key, value);
    return model;
  }
}
