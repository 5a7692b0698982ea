package io.tradewind.matcher;

import static io.tradewind.matcher.Given.NOW;
import static io.tradewind.matcher.Given.conditions;
import static io.tradewind.matcher.Given.market;
import static io.tradewind.matcher.Given.offer;
import static io.tradewind.matcher.Given.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tradewind.api.GridZone;
import io.tradewind.matcher.shift.GridOutlook;
import io.tradewind.matcher.shift.GridOutlooks;
import io.tradewind.matcher.shift.HourlySeries;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.CarbonBasis;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaterStartTest {
  private static final CarbonBasis BASIS = CarbonBasis.AVERAGE_LOCATION_LIFECYCLE;

  @Test
  void aTaskThatCanWaitIsToldTheGreenestHour() {
    Placement placement = match(task("2h", "2026-06-01T20:00:00Z", Map.of("shift", true)));

    StartAdvice advice = placement.startAfter().orElseThrow();
    assertThat(advice.startAt()).isEqualTo("2026-06-01T15:00:00Z");
    assertThat(advice.source()).isEqualTo("a test");
    assertThat(placement.explanation())
        .anySatisfy(
            sentence ->
                assertThat(sentence)
                    .startsWith("Start at 2026-06-01T15:00:00Z: ")
                    .endsWith("; forecast, estimated, by a test."));
  }

  @Test
  void bothFiguresComeFromTheOutlook() {
    Placement placement = match(task("2h", "2026-06-01T20:00:00Z", Map.of("shift", true)));

    StartAdvice advice = placement.startAfter().orElseThrow();
    double embodied = placement.choice().orElseThrow().carbon().orElseThrow().embodied().value();
    assertThat((advice.now().value() - embodied) / (advice.then().value() - embodied))
        .isEqualTo(400.0 / 100.0, within(1e-9));
  }

  @Test
  void itEndsBeforeTheDeadline() {
    Placement placement = match(task("2h", "2026-06-01T16:30:00Z", Map.of("shift", true)));

    assertThat(placement.startAfter().orElseThrow().startAt()).isEqualTo("2026-06-01T14:00:00Z");
  }

  @Test
  void startingTheMachineTakesTimeToo() {
    // At 16:01 the run from 14:00 would be over, but not that of a machine that is asked for then.
    Placement placement = match(task("2h", "2026-06-01T16:01:00Z", Map.of("shift", true)));

    assertThat(placement.startAfter().orElseThrow().startAt()).isEqualTo("2026-06-01T13:00:00Z");
  }

  @Test
  void withoutTimeToWaitItStartsNow() {
    Placement placement = match(task("2h", "2026-06-01T14:30:00Z", Map.of("shift", true)));

    assertThat(placement.startAfter().orElseThrow().startAt()).isEqualTo(NOW);
    assertThat(placement.explanation())
        .contains("Starting now is as green as any hour before the deadline, by a test.");
  }

  @Test
  void whoWantsTheGreenestIsToldUnasked() {
    assertThat(
            match(task("2h", "2026-06-01T20:00:00Z", Map.of("objective", "greenest"))).startAfter())
        .isPresent();
    assertThat(match(task("2h", "2026-06-01T20:00:00Z", Map.of())).startAfter()).isEmpty();
    assertThat(
            match(
                    task(
                        "2h",
                        "2026-06-01T20:00:00Z",
                        Map.of("objective", "greenest", "shift", false)))
                .startAfter())
        .isEmpty();
  }

  @Test
  void anOutlookOfAnotherBasisIsNotCompared() {
    GridOutlooks other = outlooks(CarbonBasis.MARGINAL_LOCATION_DIRECT);

    assertThat(match(task("2h", "2026-06-01T20:00:00Z", Map.of("shift", true)), other).startAfter())
        .isEmpty();
  }

  private static Placement match(Workload task) {
    return match(task, outlooks(BASIS));
  }

  private static Placement match(Workload task, GridOutlooks outlooks) {
    Market market = market(offer("ie", "100").at("aws", "eu-west-1"));
    return Matcher.match(task, market, conditions().withOutlooks(outlooks), Scope.VISIBLE);
  }

  /** From noon on 400, from 14 h on 200, from 15 h to 17 h 100. */
  private static GridOutlooks outlooks(CarbonBasis basis) {
    double[] hours = {400, 400, 200, 100, 100, 300, 300, 300};
    HourlySeries series = new HourlySeries(NOW, hours);
    return new GridOutlooks(Map.of(new GridZone("IE"), new GridOutlook(series, basis, "a test")));
  }

  private static Workload task(String duration, String deadline, Map<String, ?> placement) {
    Map<String, Object> tree = new HashMap<>();
    tree.put("resources", Map.of("accelerators", "H100:8"));
    tree.put("limits", Map.of("max_duration", duration, "deadline", deadline));
    tree.put("placement", placement);
    return workload(tree);
  }
}
