package io.tradewind.matcher.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is said, with its field and advice; nothing is ignored and nothing is thrown. */
class ProblemsTest {

  @Test
  void anUnknownAcceleratorIsMetWithASuggestion() {
    Problem problem = only(Map.of("resources", Map.of("accelerators", "H10O:8")));

    assertThat(problem.field()).isEqualTo("resources.accelerators");
    assertThat(problem.message()).isEqualTo("The accelerator 'H10O' is unknown.");
    assertThat(problem.advice()).contains("H100");
  }

  @Test
  void anUnknownKeyIsNeverIgnored() {
    Problem problem = only(Map.of("resources", Map.of("cpu", 4)));

    assertThat(problem)
        .isEqualTo(
            new Problem("resources.cpu", "The key 'cpu' is unknown here.", "Did you mean cpus?"));
  }

  @Test
  void aKeyOfAnotherToolIsTranslated() {
    assertThat(only(Map.of("resources", Map.of("cloud", "aws"))).advice())
        .isEqualTo("Write placement: { providers: { allow: [NAME] } }.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          resources.cpus          | 32..8
          resources.cpus          | -4
          resources.cpus          | many
          resources.cpus          | 0
          resources.cpus          | 999999999
          resources.memory        | 256XB
          resources.memory        | 64..8
          resources.disk          | -1GB
          resources.disk          | big
          resources.capacity      | spott
          resources.interconnect  | fast
          resources.accelerators  | H100:0
          resources.accelerators  | H100:8..2
          resources.accelerators  | H100:-1
          resources.accelerators  | tpu-v5litepod-8:2
          resources.use_spot      | yes
          kind                    | batch
          name                    | a name with spaces
          nodes                   | 0
          nodes                   | 1.5
          nodes                   | 99999999
          placement.objective     | fastest
          placement.cost          | net
          placement.within_price_pct | -1
          placement.max_rtt_ms    | -5
          placement.residency     | atlantis
          placement.regions       | aws/eu-west-99
          placement.providers     | no such name!
          limits.max_price_hour   | -30 USD
          limits.max_price_hour   | 30
          limits.max_price_hour   | 30 EURO
          limits.max_cost         | 0 USD
          limits.max_carbon       | 40
          limits.max_carbon       | -4kg
          limits.max_duration     | 24
          limits.max_duration     | 0s
          limits.max_duration     | -1h
          limits.deadline         | tomorrow
          limits.deadline         | 2027-01-01T08:00
          retry.on                | boredom
          service.port            | 70000
          """)
  void whatCannotBeMeantIsAProblemAtItsField(String path, String value) {
    Problem problem = only(nested(path, value));

    assertThat(problem.field()).startsWith(path);
    assertThat(problem.message()).isNotBlank();
    assertThat(problem.advice()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "kind",
    "resources",
    "resources.accelerators",
    "resources.cpus",
    "resources.gpu",
    "nodes",
    "env",
    "data",
    "placement.regions",
    "placement.users",
    "limits",
    "retry",
    "service",
    "placement.regions.allow",
    "image",
    "images",
    "setup",
    "run"
  })
  void nothingWhereSomethingIsExpectedIsAProblem(String path) {
    assertThat(WorkloadReader.read(nested(path, null)).problems())
        .anyMatch(problem -> problem.field().startsWith(path));
  }

  @ParameterizedTest
  @CsvSource({
    "resources",
    "limits",
    "placement",
    "retry",
    "service",
    "env",
    "resources.gpu.memory",
    "placement.users",
    "images",
    "data"
  })
  void aNumberWhereAMapIsExpectedIsAProblem(String path) {
    assertThat(WorkloadReader.read(nested(path, -17)).problems())
        .anyMatch(problem -> problem.field().startsWith(path));
  }

  @Test
  void aCountryByItsNameIsMetWithItsCode() {
    assertThat(only(nested("placement.residency", "Germany")).advice())
        .isEqualTo("Did you mean DE?");
    assertThat(only(nested("placement.residency", "UK")).advice()).isEqualTo("Did you mean GB?");
  }

  @Test
  void aMisspeltCityIsMetWithALikelyOne() {
    Problem problem = only(nested("placement.users", List.of(Map.of("city", "Frankfort"))));

    assertThat(problem.field()).isEqualTo("placement.users[0].city");
    assertThat(problem.advice()).isEqualTo("Did you mean Frankfurt?");
    assertThat(only(nested("placement.users", List.of("Germany"))).advice())
        .isEqualTo("Did you mean DE?");
  }

  @Test
  void ofCitiesWithOneNameTheCountrySaysWhich() {
    assertThat(only(nested("placement.users", List.of("San Jose"))).advice())
        .isEqualTo("Write one of San Jose, US or San José, CR.");
  }

  @Test
  void norwayIsNotFalse() {
    assertThat(only(nested("placement.regions", List.of(false))).advice()).contains("\"NO\"");
  }

  @Test
  void aRoundTripNeedsAPlaceToStartFrom() {
    assertThat(only(Map.of("placement", Map.of("max_rtt_ms", 50))).advice()).contains("users");
  }

  @Test
  void whoMayWaitSaysUntilWhen() {
    Problem problem = only(Map.of("placement", Map.of("shift", true)));

    assertThat(problem.field()).isEqualTo("placement.shift");
    assertThat(problem.advice()).contains("limits.max_duration and limits.deadline");
  }

  @Test
  void whatIsAllowedCannotBeDeniedAsWell() {
    Problem problem =
        only(nested("placement.regions", Map.of("allow", List.of("EU"), "deny", List.of("eu"))));

    assertThat(problem.field()).isEqualTo("placement.regions.deny");
  }

  @Test
  void aPlaceInAListIsNamedByItsNumber() {
    Problem problem =
        only(
            Map.of(
                "data", List.of(Map.of("uri", "s3://a"), Map.of("uri", "s3://b", "size", "huge"))));

    assertThat(problem.field()).isEqualTo("data[1].size");
  }

  @Test
  void anAlternativeIsNamedByItsNumber() {
    assertThat(
            only(nested(
                    "resources.any_of",
                    List.of(Map.of("accelerators", "H100"), Map.of("cpus", "x"))))
                .field())
        .isEqualTo("resources.any_of[1].cpus");
  }

  @Test
  void manyProblemsAreToldTogether() {
    Reading reading =
        WorkloadReader.read(
            Map.of(
                "nodes", 0,
                "resources", Map.of("cpus", "x", "memory", "y"),
                "limits", Map.of("max_cost", "z")));

    assertThat(reading.workload()).isEmpty();
    assertThat(reading.problems())
        .extracting(Problem::field)
        .containsExactlyInAnyOrder(
            "nodes", "resources.cpus", "resources.memory", "limits.max_cost");
  }

  @Test
  void anAbsurdlyLongListIsAProblem() {
    assertThat(only(Map.of("data", Collections.nCopies(100_000, "x"))).field()).isEqualTo("data");
  }

  @Test
  void aLongValueIsShownShort() {
    assertThat(only(nested("resources.cpus", "9".repeat(100_000))).message()).hasSizeLessThan(200);
  }

  private static Problem only(Map<String, ?> tree) {
    List<Problem> problems = WorkloadReader.read(tree).problems();
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  /** {@code a.b} with a value is {@code {a: {b: value}}}. */
  private static Map<String, @Nullable Object> nested(String path, @Nullable Object value) {
    int dot = path.indexOf('.');
    Map<String, @Nullable Object> tree = new HashMap<>();
    if (dot < 0) {
      tree.put(path, value);
    } else {
      tree.put(path.substring(0, dot), nested(path.substring(dot + 1), value));
    }
    return tree;
  }
}
