package io.tradewind.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Other programs of this machine. */
final class Programs {
  /**
   * @param text what it wrote, errors included
   */
  record Answer(int exitCode, String text) {
    boolean isGood() {
      return exitCode == 0;
    }
  }

  private Programs() {}

  static Optional<Path> find(String program) {
    for (String folder : ProcessExecutor.SEARCH_PATH.split(":")) {
      Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Runs a program that answers at once; one that does not is ended and has failed. */
  static Answer ask(long mostSeconds, List<String> command) throws IOException {
    Path output = Files.createTempFile("tradewind", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      if (!process.waitFor(mostSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Answer(-1, "no answer in %d s".formatted(mostSeconds));
      }
      return new Answer(
          process.exitValue(), Files.readString(output, StandardCharsets.UTF_8).strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(-1, "interrupted");
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
