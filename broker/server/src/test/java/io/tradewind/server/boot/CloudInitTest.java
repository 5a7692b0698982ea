package io.tradewind.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cloud-init itself says of the document. */
class CloudInitTest {
  private Path folder;

  @BeforeEach
  void needsCloudInit(@TempDir Path temporary) {
    folder = temporary;
    boolean there =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "cloud-init")));
    assumeTrue(there, "cloud-init is not installed; its package is called cloud-init.");
  }

  @Test
  void theDocumentKeepsItsSchema() throws Exception {
    for (Optional<String> certificate :
        List.of(Optional.<String>empty(), Optional.of(BootDocumentTest.PEM))) {
      Verdict verdict = verdict(BootDocumentTest.document(certificate).text());

      assertThat(verdict.code()).as(verdict.text()).isZero();
      assertThat(verdict.text()).contains("Valid").doesNotContainIgnoringCase("deprecated");
    }
  }

  @Test
  void aDocumentThatBreaksItsSchemaIsFound() throws Exception {
    String broken =
        BootDocumentTest.document(Optional.empty()).text().replace("runcmd:", "runcmd: 7\nx:");

    assertThat(verdict(broken).code()).isNotZero();
  }

  private record Verdict(int code, String text) {}

  private Verdict verdict(String document) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("user-data"), document);
    Process process =
        new ProcessBuilder("cloud-init", "schema", "--config-file", file.toString())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Verdict(process.waitFor(), text);
  }
}
