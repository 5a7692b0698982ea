package io.tradewind.matcher.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Accelerators;
import io.tradewind.matcher.workload.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkReaderTest {
  private static final Map<String, ?> RESOURCES =
      Map.of("accelerators", Map.of("H100", 8, "MI300X", 4));

  @Test
  void hoursOnOneAcceleratorAreWorkForEveryOther() {
    Work work = read(Map.of("work", Map.of("on", "H100:8", "hours", 10)));

    assertThat(hours(work, "H100", 8)).isEqualTo(10);
    assertThat(hours(work, "H100", 4)).isEqualTo(20);
    assertThat(hours(work, "MI300X", 4)).isCloseTo(20 * 989.0 / 1307, within(1e-9));
  }

  @Test
  void withoutACountItIsAsManyAsAreAskedFor() {
    Work work = read(Map.of("work", Map.of("on", "H100", "hours", 10)));

    assertThat(hours(work, "H100", 8)).isEqualTo(10);
  }

  @Test
  void throughputAloneMakesWorkOfTheRun() {
    Work work =
        read(
            Map.of(
                "throughput", Map.of("H100", 1000),
                "limits", Map.of("max_duration", "4h")));

    assertThat(hours(work, "H100", 8)).isEqualTo(4);
    assertThat(hours(work, "MI300X", 8)).isCloseTo(4 * 989.0 / 1307, within(1e-9));
  }

  @Test
  void aServiceGoesByBandwidth() {
    Work work =
        read(
            Map.of(
                "kind", "service",
                "service", Map.of("port", 8000),
                "work", Map.of("on", "H100:1", "hours", 10)));

    assertThat(hours(work, "H200", 1)).isCloseTo(10 * 3350.0 / 4800, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "on,      H1OO:8, work.on",
    "on,      H100:x, work.on",
    "hours,   -1,     work.hours",
    "profile, fast,   work.profile",
    "hour,    3,      work.hour",
    "tokens,  3B,     work.tokens",
  })
  void whatCannotBeMeantIsAProblemAtItsField(String key, String value, String field) {
    Map<String, Object> work = new HashMap<>(Map.of("on", "H100:8", "hours", 10));
    work.put(key, value);

    assertThat(problems(Map.of("work", work)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.advice()).isNotBlank();
            });
  }

  @Test
  void workWithoutHoursOrTokensIsAProblem() {
    assertThat(problems(Map.of("work", Map.of("on", "H100"))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.field()).isEqualTo("work.hours"));
  }

  @Test
  void tokensNeedAModel() {
    assertThat(problems(Map.of("work", Map.of("tokens", "1B"))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).isEqualTo("No model is given."));
  }

  @Test
  void workNeedsAccelerators() {
    List<Problem> problems =
        WorkloadReader.read(Map.of("work", Map.of("on", "H100", "hours", 1))).problems();

    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.message()).isEqualTo("No accelerator is asked for."));
  }

  @Test
  void aReferenceOfUnknownSpeedIsAProblem() {
    assertThat(problems(Map.of("work", Map.of("on", "A16:1", "hours", 1))))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.advice()).startsWith("Declare it: throughput: { A16: 1000 }"));
  }

  private static List<Problem> problems(Map<String, ?> tree) {
    return WorkloadReader.read(withResources(tree)).problems();
  }

  private static Work read(Map<String, ?> tree) {
    Reading reading = WorkloadReader.read(withResources(tree));
    assertThat(reading.problems()).isEmpty();
    return reading.workload().orElseThrow().work().orElseThrow();
  }

  private static Map<String, Object> withResources(Map<String, ?> tree) {
    Map<String, Object> all = new HashMap<>(tree);
    all.put("resources", RESOURCES);
    return all;
  }

  private static double hours(Work work, String accelerator, double devices) {
    AcceleratorModel model = Accelerators.bundled().resolve(accelerator).orElseThrow().model();
    return work.hours(model, devices).orElseThrow();
  }
}
