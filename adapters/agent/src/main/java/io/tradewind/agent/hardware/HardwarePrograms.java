package io.tradewind.agent.hardware;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The programs of this machine that know its hardware. */
public interface HardwarePrograms {
  /** What it printed; empty where it is not there, fails or does not answer. */
  Optional<String> ask(List<String> command) throws InterruptedException;

  /** Real ones, given twenty seconds each. */
  static HardwarePrograms ofThisMachine() {
    return of(20);
  }

  static HardwarePrograms of(long seconds) {
    return command -> run(command, seconds);
  }

  private static Optional<String> run(List<String> command, long seconds)
      throws InterruptedException {
    Path answer = null;
    try {
      // A file holds whatever is printed; a pipe that nobody empties would stop the program.
      answer = Files.createTempFile("tradewind-", ".out");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(answer.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        Logger.getLogger(HardwarePrograms.class.getName())
            .warning(command.get(0) + " did not answer; what it knows is left out");
        return Optional.empty();
      }
      return process.exitValue() == 0
          ? Optional.of(Files.readString(answer, StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException e) {
      // Most machines have neither the program nor the devices.
      return Optional.empty();
    } finally {
      delete(answer);
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      Logger.getLogger(HardwarePrograms.class.getName()).fine(file + " stays: " + e.getMessage());
    }
  }
}
