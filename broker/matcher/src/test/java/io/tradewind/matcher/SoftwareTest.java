package io.tradewind.matcher;

import static io.tradewind.matcher.Given.chosen;
import static io.tradewind.matcher.Given.countOf;
import static io.tradewind.matcher.Given.market;
import static io.tradewind.matcher.Given.match;
import static io.tradewind.matcher.Given.missOf;
import static io.tradewind.matcher.Given.offer;
import static io.tradewind.matcher.Given.workload;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SoftwareTest {
  private static final Map<String, ?> EITHER =
      Map.of("accelerators", Map.of("H100", 8, "MI300X", 8));

  private final Market market =
      market(offer("nvidia", "30.00"), offer("amd", "20.00").with("MI300X", 8));

  @Test
  void anAcceleratorWithoutAnImageForItsStackIsOut() {
    Placement placement =
        match(workload(Map.of("resources", EITHER, "image", "org/train:cu124")), market);

    assertThat(chosen(placement)).isEqualTo("nvidia");
    assertThat(countOf(placement, RejectionReason.SOFTWARE)).isEqualTo(1);
  }

  @Test
  void whatAnotherImageWouldSaveIsTold() {
    Placement placement =
        match(workload(Map.of("resources", EITHER, "image", "org/train:cu124")), market);

    assertThat(missOf(placement, RejectionReason.SOFTWARE).orElseThrow().advice())
        .startsWith("Give an image or a framework for rocm: 33 % cheaper");
  }

  @Test
  void anImageForEachStackOpensBoth() {
    Placement placement =
        match(
            workload(
                Map.of(
                    "resources",
                    EITHER,
                    "image",
                    "org/train:cu124",
                    "images",
                    List.of(Map.of("ecosystem", "rocm", "ref", "org/train:rocm7")))),
            market);

    assertThat(chosen(placement)).isEqualTo("amd");
  }

  @Test
  void whoAsksForNoAcceleratorIsNotAskedForSoftware() {
    Placement placement =
        match(
            workload(Map.of("resources", Map.of("cpus", "8+"), "image", "org/train:cu124")),
            market);

    assertThat(chosen(placement)).isEqualTo("amd");
  }
}
