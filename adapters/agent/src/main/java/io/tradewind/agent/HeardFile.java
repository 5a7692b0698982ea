package io.tradewind.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes down when the broker was last heard, in whole seconds of this machine's uptime: what the
 * machine's own watch looks at, which ends a machine that nobody leads any more.
 */
final class HeardFile {
  private static final Logger LOG = Logger.getLogger(HeardFile.class.getName());
  private static final long EVERY_SECONDS = 5;

  private final Path file;
  private final Machine machine;
  private long lastSeconds = -EVERY_SECONDS;

  HeardFile(Path file, Machine machine) {
    this.file = file.toAbsolutePath();
    this.machine = machine;
  }

  synchronized void heard() {
    long seconds = TimeUnit.MICROSECONDS.toSeconds(machine.uptimeMicros());
    if (seconds - lastSeconds < EVERY_SECONDS) {
      return;
    }
    try {
      AtomicFile.write(file, (seconds + "\n").getBytes(StandardCharsets.US_ASCII));
      lastSeconds = seconds;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "%s cannot be written; the machine may end itself".formatted(file), e);
    }
  }
}
