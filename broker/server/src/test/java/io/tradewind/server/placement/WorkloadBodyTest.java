package io.tradewind.server.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.server.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadBodyTest {
  private static final String YAML = "application/yaml";
  private static final String JSON = "application/json";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "Application/YAML; charset=utf-8"
      })
  void yamlIsReadUnderEveryOfItsNames(String type) {
    assertThat(WorkloadBody.tree(type, "run: echo\nnodes: 2\n"))
        .isEqualTo(Map.of("run", "echo", "nodes", 2));
  }

  @Test
  void jsonAndYamlOfTheSameWorkloadAreTheSameTree() {
    String json = "{\"resources\":{\"accelerators\":{\"H100\":8}},\"data\":[{\"size\":1.5}]}";
    String yaml = "resources: { accelerators: { H100: 8 } }\ndata:\n  - size: 1.5\n";

    assertThat(WorkloadBody.tree(YAML, yaml)).isEqualTo(WorkloadBody.tree(JSON, json));
  }

  @Test
  void norwayIsNoTruthValueAndOnIsAKey() {
    assertThat(WorkloadBody.tree(YAML, "on: [NO, yes, off]\nflag: true\n"))
        .isEqualTo(Map.of("on", List.of("NO", "yes", "off"), "flag", true));
  }

  @Test
  void plainTextStaysTextWhereYamlOnceSawMore() {
    assertThat(
            WorkloadBody.tree(
                YAML, "gpu: H100:8\ntime: 1:30\nwhen: 2027-01-01T08:00Z\nzip: 007\ncpus: 32+\n"))
        .isEqualTo(
            Map.of(
                "gpu", "H100:8",
                "time", "1:30",
                "when", "2027-01-01T08:00Z",
                "zip", "007",
                "cpus", "32+"));
  }

  @Test
  void anchorsAndMergesWork() {
    String yaml = "base: &base { cpus: 4 }\nuse: { <<: *base, memory: 8 }\n";

    assertThat(WorkloadBody.tree(YAML, yaml).get("use")).isEqualTo(Map.of("cpus", 4, "memory", 8));
  }

  @Test
  void anEmptyValueIsThereWithoutAValue() {
    assertThat(WorkloadBody.tree(YAML, "run:\n")).containsEntry("run", null);
  }

  @Test
  void aYamlMistakeIsToldWithLineAndColumn() {
    ProblemException refusal = refusal(YAML, "run: echo\nresources: {cpus: 4\n");

    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.getMessage()).contains("line 3, column 1");
  }

  @Test
  void aJsonMistakeIsToldWithLineAndColumn() {
    assertThat(refusal(JSON, "{\"run\": \"echo\",\n\"nodes\": }").getMessage())
        .contains("line 2, column 10");
  }

  @Test
  void aKeyThatIsThereTwiceIsRefusedInBothLanguages() {
    assertThat(refusal(YAML, "run: a\nrun: b\n").errors().get(0).message())
        .contains("duplicate key");
    assertThat(refusal(JSON, "{\"run\":1,\"run\":2}").errors().get(0).message())
        .containsIgnoringCase("duplicate");
  }

  @Test
  void oneDocumentIsReadAndNoMore() {
    assertThat(refusal(YAML, "run: a\n---\nrun: b\n").status()).isEqualTo(400);
    assertThat(refusal(JSON, "{\"run\":1} {\"run\":2}").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "- a\n- b\n", "just text", "42", "~"})
  void whatIsNoMappingIsRefused(String yaml) {
    assertThat(refusal(YAML, yaml).getMessage()).contains("not a mapping");
  }

  @Test
  void aBillionLaughsAreCutShort() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      yaml.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", all(alias, 9))));
    }

    assertThat(refusal(YAML, yaml.toString()).status()).isEqualTo(400);
  }

  @Test
  void fewAliasesThatUnfoldToMuchAreCutShortToo() {
    String many = String.join(", ", all("x", 9_000));
    String yaml = "a: &a [%s]\nb: [%s]\n".formatted(many, String.join(", ", all("*a", 9)));

    assertThat(refusal(YAML, yaml).getMessage()).contains("50000");
  }

  @Test
  void anAliasOfItselfIsCutShort() {
    assertThat(refusal(YAML, "a: &a\n  b: *a\n").status()).isEqualTo(400);
  }

  @Test
  void depthIsBoundedInBothLanguages() {
    assertThat(refusal(YAML, "a: " + "[".repeat(5_000)).status()).isEqualTo(400);
    assertThat(refusal(JSON, "{\"a\": " + "[".repeat(5_000)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: !!javax.script.ScriptEngineManager []",
        "a: !!binary aGVsbG8=",
        "a: !!timestamp 2027-01-01",
        "a: !!int many",
        "a: !!float much",
        "a: !!binary '&'",
        "? [complex]\n: key"
      })
  void uncommonTagsAndKeysAreRefused(String yaml) {
    assertThat(refusal(YAML, yaml).status()).isEqualTo(400);
  }

  @Test
  void anotherKindOfBodyIsRefused() {
    assertThat(refusal("application/xml", "<run/>").status()).isEqualTo(415);
    assertThat(refusal(null, "run: a").status()).isEqualTo(415);
  }

  @Test
  void aHugeBodyIsRefusedUnread() {
    assertThat(refusal(YAML, "a".repeat((1 << 20) + 1)).status()).isEqualTo(413);
  }

  private static String[] all(String text, int times) {
    String[] texts = new String[times];
    Arrays.fill(texts, text);
    return texts;
  }

  private static ProblemException refusal(@Nullable String type, String body) {
    return catchThrowableOfType(ProblemException.class, () -> WorkloadBody.tree(type, body));
  }
}
