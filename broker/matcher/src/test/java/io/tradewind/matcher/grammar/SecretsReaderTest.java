package io.tradewind.matcher.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Secrets by name in a workload file. */
class SecretsReaderTest {
  @Test
  void aSecretIsGivenAsTheVariableOfItsName() {
    assertThat(secrets(List.of("HF_TOKEN", "WANDB_API_KEY")))
        .containsExactly(
            Map.entry("HF_TOKEN", "HF_TOKEN"), Map.entry("WANDB_API_KEY", "WANDB_API_KEY"));
  }

  @Test
  void aVariableMayTakeASecretOfAnotherName() {
    assertThat(secrets(Map.of("HF_TOKEN", "team_hugging_face")))
        .containsExactly(Map.entry("HF_TOKEN", "team_hugging_face"));
  }

  @Test
  void oneNameNeedsNoList() {
    assertThat(secrets("HF_TOKEN")).containsExactly(Map.entry("HF_TOKEN", "HF_TOKEN"));
  }

  @Test
  void aSecretThatSomebodyWroteInIsNotQuoted() {
    Reading reading =
        WorkloadReader.read(
            Map.of("run", "echo", "secrets", Map.of("HF_TOKEN", "hf-Zx81.very/secret+text")));
    assertThat(reading.workload()).isEmpty();
    assertThat(reading.problems()).hasSize(1);
    assertThat(reading.problems().get(0).field()).isEqualTo("secrets.HF_TOKEN");
    assertThat(reading.problems().toString()).doesNotContain("Zx81");
  }

  @Test
  void aVariableHasOneValue() {
    Reading reading =
        WorkloadReader.read(
            Map.of("run", "echo", "env", Map.of("HF_TOKEN", "x"), "secrets", List.of("HF_TOKEN")));
    assertThat(reading.problems())
        .extracting(Problem::field, Problem::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("secrets[0]", "env sets HF_TOKEN as well."));
  }

  @Test
  void withoutSecretsThereAreNone() {
    assertThat(WorkloadReader.read(Map.of("run", "echo")).workload().orElseThrow().secrets())
        .isEmpty();
  }

  private static Map<String, String> secrets(Object value) {
    Reading reading = WorkloadReader.read(Map.of("run", "echo", "secrets", value));
    assertThat(reading.problems()).isEmpty();
    return reading.workload().orElseThrow().secrets();
  }
}
