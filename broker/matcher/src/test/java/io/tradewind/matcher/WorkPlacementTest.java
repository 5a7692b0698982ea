package io.tradewind.matcher;

import static io.tradewind.matcher.Given.chosen;
import static io.tradewind.matcher.Given.countOf;
import static io.tradewind.matcher.Given.market;
import static io.tradewind.matcher.Given.match;
import static io.tradewind.matcher.Given.missOf;
import static io.tradewind.matcher.Given.offer;
import static io.tradewind.matcher.Given.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Price per performance: the same work takes a faster accelerator fewer hours. */
class WorkPlacementTest {
  private static final Map<String, ?> EITHER =
      Map.of("accelerators", Map.of("H100", 8, "MI300X", 8));
  private static final Map<String, ?> TEN_HOURS = Map.of("on", "H100:8", "hours", 10);

  private final Market market =
      market(offer("nvidia", "20.00"), offer("amd", "22.00").with("MI300X", 8));

  @Test
  void byTheHourTheCheaperMachineWins() {
    assertThat(chosen(match(workload(Map.of("resources", EITHER)), market))).isEqualTo("nvidia");
  }

  @Test
  void byTheWorkTheFasterMachineWins() {
    Placement placement = match(workload(Map.of("resources", EITHER, "work", TEN_HOURS)), market);

    assertThat(chosen(placement)).isEqualTo("amd");
    assertThat(placement.choice().orElseThrow().run().hours())
        .isCloseTo(10 * 989.0 / 1307, within(0.001));
    assertThat(placement.runnersUp().get(0).run().hours()).isEqualTo(10);
    assertThat(placement.explanation())
        .contains(
            "The work takes 7.57 h there, by dense 16-bit throughput at the same utilisation.");
  }

  @Test
  void declaredThroughputWinsOverTheDataSheet() {
    Placement placement =
        match(
            workload(
                Map.of(
                    "resources", EITHER,
                    "work", TEN_HOURS,
                    "throughput", Map.of("H100", 1000, "MI300X", 900))),
            market);

    assertThat(chosen(placement)).isEqualTo("nvidia");
    assertThat(placement.runnersUp().get(0).run().hours()).isCloseTo(11.11, within(0.01));
  }

  @Test
  void answeringIsReckonedByBandwidth() {
    Map<String, Object> work = new HashMap<>(TEN_HOURS);
    work.put("profile", "inference");

    Placement placement = match(workload(Map.of("resources", EITHER, "work", work)), market);

    assertThat(placement.choice().orElseThrow().run().hours())
        .isCloseTo(10 * 3350.0 / 5300, within(0.001));
  }

  @Test
  void fewerDevicesTakeLonger() {
    Placement placement =
        match(
            workload(
                Map.of(
                    "resources",
                    Map.of("accelerators", Map.of("H100", 8, "H200", 4)),
                    "work",
                    TEN_HOURS)),
            market(offer("eight", "20.00"), offer("four", "12.00").with("H200", 4)));

    assertThat(chosen(placement)).isEqualTo("eight");
    assertThat(placement.runnersUp().get(0).run().hours()).isCloseTo(20, within(0.001));
  }

  @Test
  void theTokensOfAModelAreReckonedFromIt() {
    Placement placement =
        match(
            workload(
                Map.of(
                    "model", Map.of("name", "llama-3-8b", "task", "training"),
                    "nodes", 8,
                    "resources", Map.of("interconnect", "none", "accelerators", "H100:8"),
                    "work", Map.of("tokens", "100B"))),
            market);

    assertThat(placement.choice().orElseThrow().run().hours()).isCloseTo(53, within(0.5));
  }

  @Test
  void whatIsTooSlowIsOutAndToldWithTheTimeThatItTakes() {
    Placement placement =
        match(
            workload(
                Map.of(
                    "resources", EITHER,
                    "work", TEN_HOURS,
                    "limits", Map.of("max_duration", "8h"))),
            market(offer("nvidia", "10.00"), offer("amd", "22.00").with("MI300X", 8)));

    assertThat(chosen(placement)).isEqualTo("amd");
    assertThat(countOf(placement, RejectionReason.TOO_SLOW)).isEqualTo(1);
    assertThat(missOf(placement, RejectionReason.TOO_SLOW).orElseThrow().advice())
        .startsWith("Raise max_duration to 10.00 h");
  }

  @Test
  void whatTakesTenYearsTakesTooLong() {
    Placement placement =
        match(
            workload(
                Map.of(
                    "resources",
                    Map.of("accelerators", Map.of("H100", 8, "L4", 1)),
                    "work",
                    Map.of("on", "H100:8", "hours", 50_000))),
            market(offer("fast", "20.00"), offer("slow", "1.00").with("L4", 1)));

    assertThat(chosen(placement)).isEqualTo("fast");
    assertThat(countOf(placement, RejectionReason.TOO_SLOW)).isEqualTo(1);
  }

  @Test
  void theDeadlineIsJudgedByEachModelsOwnTime() {
    Placement placement =
        match(
            workload(
                Map.of(
                    "resources", EITHER,
                    "work", TEN_HOURS,
                    "limits", Map.of("deadline", "2026-06-01T20:00Z"))),
            market(offer("nvidia", "10.00"), offer("amd", "22.00").with("MI300X", 8)));

    assertThat(chosen(placement)).isEqualTo("amd");
    assertThat(countOf(placement, RejectionReason.DEADLINE)).isEqualTo(1);
  }

  @Test
  void whatNobodyKnowsTheSpeedOfIsOut() {
    Placement placement =
        match(
            workload(
                Map.of(
                    "resources",
                    Map.of("accelerators", Map.of("H100", 8, "A16", 8)),
                    "work",
                    TEN_HOURS)),
            market(offer("nvidia", "20.00"), offer("old", "1.00").with("A16", 8)));

    assertThat(chosen(placement)).isEqualTo("nvidia");
    assertThat(countOf(placement, RejectionReason.SPEED_UNKNOWN)).isEqualTo(1);
  }
}
