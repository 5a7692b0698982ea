package io.tradewind.server.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as the console sees it when it refuses to start: one sentence, exit code 1, nothing
 * touched.
 */
class MainTest {
  private final Path home;

  MainTest(@TempDir Path parent) {
    this.home = parent.resolve("home");
  }

  @Test
  void aMisspeltVariableStopsTheStart() throws Exception {
    var refused = start(Map.of("TRADEWIND_LOCAL_CONTRY", "DE"));

    assertThat(refused.said())
        .isEqualTo(
            "No setting is called TRADEWIND_LOCAL_CONTRY. Did you mean TRADEWIND_LOCAL_COUNTRY?");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(home).doesNotExist();
  }

  @Test
  void aHomeThatAnotherBrokerUsesIsLeftAlone() throws Exception {
    try (var inUse = Home.open(home)) {
      var refused = start(Map.of());

      assertThat(refused.said())
          .isEqualTo(
              "Another broker (process %d) uses %s. Stop it, or set TRADEWIND_HOME to another"
                  + " folder.",
              ProcessHandle.current().pid(), inUse.folder());
      assertThat(refused.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aDatabaseAddressThatIsNoneStopsTheStartWithoutItsPassword() throws Exception {
    var refused = start(Map.of("TRADEWIND_DATABASE_URL", "mysql://ann:hunter2@db.example/wind"));

    assertThat(refused.said()).contains("postgresql://user:password@host:5432/name");
    assertThat(refused.said()).doesNotContain("hunter2");
    assertThat(refused.exitCode()).isEqualTo(1);
  }

  private Refused start(Map<String, String> environment) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // As the packaged product's launcher has it.
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.environment().put("TRADEWIND_HOME", home.toString());
    builder.environment().putAll(environment);
    var process = builder.redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Refused(process.waitFor(), said.strip());
  }

  private record Refused(int exitCode, String said) {}
}
