package io.tradewind.matcher;

import static io.tradewind.matcher.Given.chosen;
import static io.tradewind.matcher.Given.countOf;
import static io.tradewind.matcher.Given.market;
import static io.tradewind.matcher.Given.missOf;
import static io.tradewind.matcher.Given.offer;
import static io.tradewind.matcher.Given.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.ProviderId;
import io.tradewind.api.Runs;
import io.tradewind.matcher.workload.Workload;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a machine can run decides which workloads are matched to it. */
class ExecutorsTest {
  private static final Workload PROCESS =
      workload(Map.of("resources", Map.of("accelerators", "H100:8"), "run", "true"));
  private static final Workload IMAGE =
      workload(
          Map.of(
              "resources",
              Map.of("accelerators", "H100:8"),
              "image",
              "ghcr.io/org/train:1",
              "run",
              "true"));

  @Test
  void anImageIsNotMatchedToAMachineThatOnlySandboxesProcesses() {
    Placement placement =
        Given.match(
            IMAGE,
            market(offer("a", "2").running(Runs.PROCESSES), offer("b", "3").running(Runs.IMAGES)));

    assertThat(chosen(placement)).isEqualTo("b");
    assertThat(countOf(placement, RejectionReason.EXECUTOR)).isEqualTo(1);
    assertThat(missOf(placement, RejectionReason.EXECUTOR).orElseThrow().advice())
        .startsWith("Run it without an image, since aws runs no images: 33 % cheaper");
  }

  @Test
  void aProcessIsNotMatchedToAMachineOfContainersAlone() {
    Placement placement =
        Given.match(
            PROCESS,
            market(offer("a", "2").running(Runs.IMAGES), offer("b", "3").running(Runs.PROCESSES)));

    assertThat(chosen(placement)).isEqualTo("b");
    assertThat(missOf(placement, RejectionReason.EXECUTOR).orElseThrow().advice())
        .startsWith("Name an image, since aws runs images alone");
  }

  @Test
  void plainProcessesAreForTheOwnerOfTheMachineAlone() {
    Market market = market(offer("a", "2").running(Runs.OWN_PROCESSES).at("site-1", "hall"));
    Conditions owner = Given.conditions().withOwn(Set.of(ProviderId.of("site-1")));

    Placement strangers = Given.match(PROCESS, market);

    assertThat(chosen(strangers)).isEqualTo("none");
    assertThat(missOf(strangers, RejectionReason.EXECUTOR).orElseThrow().advice())
        .startsWith("Ask site-1 for a sandbox");
    assertThat(chosen(Matcher.match(PROCESS, market, owner, Scope.VISIBLE))).isEqualTo("a");
    assertThat(chosen(Matcher.match(IMAGE, market, owner, Scope.VISIBLE)))
        .as("the owner's images need a container too")
        .isEqualTo("none");
  }

  @Test
  void anOwnersMachineThatIsListedByNameNeedsBoth() {
    Market market =
        market(offer("a", "2").running(Runs.OWN_PROCESSES).byName().at("local", "here"));
    Conditions owner = Given.conditions().withOwn(Set.of(ProviderId.of("local")));
    Workload named =
        workload(
            Map.of(
                "resources",
                Map.of("accelerators", "H100:8"),
                "placement",
                Map.of("providers", Map.of("allow", java.util.List.of("local")))));

    assertThat(chosen(Matcher.match(named, market, owner, Scope.VISIBLE))).isEqualTo("a");
    assertThat(
            countOf(Matcher.match(PROCESS, market, owner, Scope.VISIBLE), RejectionReason.BY_NAME))
        .isEqualTo(1);
    assertThat(
            countOf(
                Matcher.match(named, market, Given.conditions(), Scope.VISIBLE),
                RejectionReason.EXECUTOR))
        .isEqualTo(1);
  }
}
