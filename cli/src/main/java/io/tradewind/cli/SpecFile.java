package io.tradewind.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A workload's file. The broker understands the field's grammar, SkyPilot's task files included.
 */
final class SpecFile {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The workload, as YAML or JSON; - reads the input.")
  private @Nullable Path file;

  Broker.Reply post(Broker broker, Terminal terminal, String path, Map<String, String> headers)
      throws IOException {
    Path named = java.util.Objects.requireNonNull(file);
    String text =
        named.toString().equals("-")
            ? new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8)
            : read(named);
    // Every JSON document is a YAML document.
    return broker.post(path, headers, "application/yaml", text);
  }

  private static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new RefusedException("%s is no file that can be read.".formatted(file));
    }
    return Files.readString(file);
  }
}
