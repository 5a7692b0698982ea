package io.tradewind.server.site;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.tradewind.server.boot.Aboard;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The install line, run for real under a folder of its own, and the agent that it installs. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class InstallTest {
  /** A program starts, on whatever machine builds this. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Inject Town town;
  private Yard yard;
  private Path root;

  @BeforeEach
  void aMachine(@TempDir Path folder) {
    Aboard.needsTheAgent();
    assumeTrue(isOnThePath("curl"), "curl is not installed here, and the install line needs it.");
    yard = new Yard(town);
    root = folder;
  }

  @Test
  void whatTheLineInstallsEnrolsAndItsHardwareIsOnTheMarket() throws Exception {
    Yard.Founded site = yard.found("\"ask\": {\"amount\": \"0.02\", \"currency\": \"USD\"}");

    Outcome installed = install(yard.token(site), script());

    assertThat(installed.text()).contains("To start it: ");
    assertThat(installed.code()).isZero();
    assertThat(unit())
        .contains("agent.jar --broker http://127.0.0.1:" + RestAssured.port)
        .contains("\nUser=tradewind-agent\n", "WantedBy=multi-user.target")
        .doesNotContain("@COMMAND@")
        .doesNotContain("twd_enrol_");
    Process agent = start(installed.text());
    try {
      JsonNode machine =
          eventually(
              PATIENCE,
              () -> yard.site(site).path("agents").path(0),
              it -> it.path("vcpus").isNumber());
      assertThat(machine.path("vcpus").asInt())
          .isEqualTo(Runtime.getRuntime().availableProcessors());
      assertThat(machine.path("inventory").path("hardware").path("processor").asText())
          .isNotBlank();
      assertThat(yard.onSale(site)).isNotEmpty();
      if (isOnThePath("bwrap")) {
        assertThat(unit()).contains("--executor sandbox");
        assertThat(machine.path("note").isNull()).as(machine.toString()).isTrue();
      } else {
        assertThat(installed.text()).contains("bubblewrap is missing");
        assertThat(machine.path("note").asText()).startsWith("The agent runs nothing");
      }
    } finally {
      agent.descendants().forEach(ProcessHandle::destroyForcibly);
      agent.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatWasInstalledUpgradesItselfAndStaysWhoItIs() throws Exception {
    Yard.Founded site = yard.found("");
    Outcome installed = install(yard.token(site), script());
    Path jar = root.resolve("opt/tradewind-agent/agent.jar");
    makeOlder(jar);
    byte[] older = Files.readAllBytes(jar);
    Process agent = start(installed.text());
    try {
      JsonNode before = eventually(PATIENCE, () -> machine(site), it -> is(it, "older"));
      asOwner()
          .contentType("application/json")
          .body("{}")
          .post(site.path("/upgrade"))
          .then()
          .statusCode(202);
      // Its next heartbeat comes with its next start, not after a quarter of a minute.
      agent.destroy();
      agent.waitFor();
      agent = start(installed.text());
      JsonNode after = eventually(PATIENCE, () -> machine(site), it -> is(it, "current"));

      assertThat(after.path("id").asText()).isEqualTo(before.path("id").asText());
      assertThat(after.path("version").asText()).isNotEqualTo(before.path("version").asText());
      assertThat(yard.site(site).path("agents")).hasSize(1);
      assertThat(agent.isAlive()).isTrue();
      assertThat(jar).as("what is installed").hasBinaryContent(older);
    } finally {
      agent.descendants().forEach(ProcessHandle::destroyForcibly);
      agent.destroyForcibly().waitFor();
    }
  }

  private JsonNode machine(Yard.Founded site) {
    return yard.site(site).path("agents").path(0);
  }

  private static boolean is(JsonNode machine, String upgrade) {
    return machine.path("upgrade").asText().equals(upgrade);
  }

  /** The same program in another file. */
  private static void makeOlder(Path jar) throws IOException {
    try (FileSystem archive = FileSystems.newFileSystem(jar)) {
      Files.writeString(archive.getPath("edition"), "older");
    }
  }

  @Test
  void whatNeedsRootRunsAsRoot() throws Exception {
    Yard.Founded site = yard.found("");

    Outcome containers = install(yard.token(site), script(), "--executor", "container,sandbox");

    assertThat(containers.code()).as(containers.text()).isZero();
    assertThat(unit()).contains("--executor container,sandbox").doesNotContain("User=");
    install(yard.token(site), script(), "--executor", "slurm", "--slurm-user", "market");
    assertThat(unit()).contains("--slurm-user market").doesNotContain("User=");
    install(yard.token(site), script(), "--executor", "sandbox");
    assertThat(unit()).contains("\nUser=tradewind-agent\n");
  }

  @Test
  void anAgentWithAnotherChecksumIsNotInstalled() throws Exception {
    String tampered =
        script().replaceAll("AGENT_SHA256='[0-9a-f]{64}'", "AGENT_SHA256='" + "0".repeat(64) + "'");

    Outcome refused = install("twd_enrol_any", tampered);

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.text()).contains("another checksum than this script expects");
    assertThat(root.resolve("opt/tradewind-agent/agent.jar")).doesNotExist();
  }

  @Test
  void withoutATokenNothingIsInstalledAsAService() throws Exception {
    Outcome refused = install("", script());

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.text()).contains("TRADEWIND_ENROLMENT_TOKEN is not set");
  }

  private static boolean isOnThePath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }

  private static String script() {
    return given().get("/agent/v1/install.sh").then().statusCode(200).extract().asString();
  }

  private String unit() throws IOException {
    return Files.readString(root.resolve("etc/systemd/system/tradewind-site-agent.service"));
  }

  private record Outcome(int code, String text) {}

  private Outcome install(String token, String script, String... arguments)
      throws IOException, InterruptedException {
    Path file = Files.writeString(root.resolve("install.sh"), script);
    List<String> command = new ArrayList<>(List.of("sh", file.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TRADEWIND_ROOT", root.toString());
    builder.environment().put("TRADEWIND_ENROLMENT_TOKEN", token);
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    builder.environment().merge("PATH", java, (path, first) -> first + ":" + path);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), text);
  }

  private Process start(String told) throws IOException {
    String command =
        told.substring(told.indexOf("To start it: ") + 13).lines().findFirst().orElseThrow();
    return new ProcessBuilder(List.of(command.split(" +")))
        .redirectErrorStream(true)
        .redirectOutput(root.resolve("agent.log").toFile())
        .start();
  }
}
