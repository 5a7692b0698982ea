package io.tradewind.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.tradewind.cli.Main;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Owner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a real broker. What it runs to the end is in the README's commands. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class CommandLineTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOWHERE =
      """
      name: nowhere
      resources: { accelerators: "H100:8" }
      run: echo hello
      placement: { providers: { allow: [nobody-of-this-name] } }
      """;

  private String token = Owner.token();

  private record Ran(int code, String out, String err) {
    JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (IOException e) {
        throw new AssertionError(out, e);
      }
    }
  }

  @Test
  void offersAreATableOrTheApisOwnAnswer() {
    Ran table = run("", "offers", "H100", "--limit", "3");
    Ran whole = run("", "offers", "H100", "--limit", "3", "-o", "json");

    assertThat(table.code).isZero();
    assertThat(table.out.lines()).hasSize(4).first().asString().startsWith("PROVIDER");
    assertThat(whole.json()).hasSize(3);
    assertThat(whole.json().get(0).path("accelerator").path("model").asText()).isEqualTo("H100");
    assertThat(table.out).contains(whole.json().get(0).path("instanceType").asText());
  }

  @Test
  void aPreviewSaysWhyAndWhatToRelax() {
    Ran told = run("resources: { accelerators: 'H100:8', capacity: any }", "preview", "-f", "-");
    Ran explained = run(NOWHERE, "preview", "-f", "-", "--explain");

    assertThat(told.code).isZero();
    assertThat(told.out).contains("H100");
    assertThat(explained.code).isEqualTo(1);
    assertThat(explained.out).contains("Nothing fits");
  }

  @Test
  void aSkypilotTaskIsUnderstood(@TempDir Path folder) throws IOException {
    Path task =
        Files.writeString(
            folder.resolve("task.yaml"),
            """
            name: train
            resources:
              accelerators: A100-80GB:8
              use_spot: true
            setup: pip install -r requirements.txt
            run: python train.py
            """);

    Ran told = run("", "preview", "-f", task.toString(), "-o", "json");

    assertThat(told.code).as(told.err).isZero();
    assertThat(told.json().path("choice").path("offer").path("capacityType").asText())
        .isEqualTo("spot");
  }

  @Test
  void aWorkloadIsSubmittedOnceUnderOneKeyAndFoundByNameAndBeginning() {
    Ran first = run(NOWHERE, "apply", "-f", "-", "--key", "from-a-shell", "-o", "json");
    Ran again = run(NOWHERE, "apply", "-f", "-", "--key", "from-a-shell", "-o", "json");
    String id = first.json().path("id").asText();

    assertThat(first.code).as("nothing fits").isEqualTo(1);
    assertThat(again.json().path("id").asText()).isEqualTo(id);
    assertThat(run("", "ps").out).contains(id, "nowhere", "unplaced");
    assertThat(run("", "show", "nowhere").out).contains(id, "unplaced");
    assertThat(run("", "show", id.substring(0, 13), "--explain").out).contains("Nothing fits");
    assertThat(run("", "logs", "nowhere", "-f").code).isZero();
    assertThat(run("", "cost", "nowhere").err).contains("Nothing was charged.");
    assertThat(run("", "cancel", "nowhere").code).isZero();
  }

  @Test
  void aTokenOpensUntilItIsRevoked() {
    String made = run("", "token", "create", "pipeline", "--days", "1").out.strip();
    String id = null;
    for (JsonNode each : run("", "token", "list", "-o", "json").json()) {
      if (made.startsWith(each.path("hint").asText())) {
        id = each.path("id").asText();
      }
    }
    token = made;
    assertThat(run("", "sites").code).isZero();

    assertThat(run("", "token", "revoke", String.valueOf(id)).code).isZero();
    Ran refused = run("", "sites");

    assertThat(refused.code).isEqualTo(1);
    assertThat(refused.err).contains("401", "TRADEWIND_TOKEN").doesNotContain(made);
  }

  @Test
  void whatIsWrongInAFileIsNamed() {
    Ran refused = run("resources: { accelerators: 'H100:many' }", "apply", "-f", "-");

    assertThat(refused.code).isEqualTo(1);
    assertThat(refused.err).contains("resources.accelerators", "many");
    assertThat(run("", "apply", "-f", "/no/such/file.yaml").err).contains("/no/such/file.yaml");
    assertThat(run("", "show", "never-submitted").err).contains("never-submitted", "tradewind ps");
    assertThat(run("", "frobnicate").code).isEqualTo(2);
  }

  private Ran run(String input, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Map<String, String> environment =
        Map.of("TRADEWIND_URL", "http://127.0.0.1:" + RestAssured.port, "TRADEWIND_TOKEN", token);
    int code =
        Main.commandLine(
                environment,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true))
            .execute(arguments);
    return new Ran(code, out.toString(), err.toString());
  }
}
