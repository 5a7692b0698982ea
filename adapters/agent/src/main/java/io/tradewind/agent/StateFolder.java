package io.tradewind.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The agent's folder on disk. One agent at a time. */
final class StateFolder implements AutoCloseable {
  /** Another agent works with the folder. */
  static final class InUseException extends Exception {
    private static final long serialVersionUID = 1L;

    InUseException(Path folder, String processId) {
      super(
          "Another agent runs on the state folder %s: process %s. Stop it, or choose another with --state."
              .formatted(folder, processId));
    }
  }

  private final Path folder;
  private final FileChannel lock;

  private StateFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes the folder until {@link #close} or the end of this process, however it ends. Its file
   * {@code lock} holds the process id.
   */
  static StateFolder take(Path folder) throws IOException, InUseException {
    Path absolute = folder.toAbsolutePath().normalize();
    AtomicFile.createFolder(absolute);
    FileChannel lock =
        FileChannel.open(
            absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new InUseException(absolute, Files.readString(absolute.resolve("lock")).strip());
    }
    lock.truncate(0);
    lock.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    AtomicFile.createFolder(absolute.resolve("leases"));
    return new StateFolder(absolute, lock);
  }

  Path root() {
    return folder;
  }

  Path leases() {
    return folder.resolve("leases");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
