package io.tradewind.server.start;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds all of a broker's own state. It belongs to one process at a time, and to
 * one user.
 */
final class Home implements AutoCloseable {
  private final Path folder;
  private final FileChannel lockFile;

  private Home(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /** Makes the folder when it is not there, closes it to other users, and takes its lock. */
  static Home open(Path folder) {
    try {
      Files.createDirectories(folder);
      PrivateFiles.restrictFolder(folder);
      return new Home(folder, locked(folder.resolve("broker.lock")));
    } catch (IOException e) {
      throw new StartFailure(
          "The folder %s cannot be used: %s. Set TRADEWIND_HOME to a folder that you may write."
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new IllegalStateException("The lock of %s cannot be released.".formatted(folder), e);
    }
  }

  private static FileChannel locked(Path file) throws IOException {
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new StartFailure(
          "Another broker%s uses %s. Stop it, or set TRADEWIND_HOME to another folder."
              .formatted(holder(file), file.getParent()));
    }
    channel.truncate(0);
    channel.write(StandardCharsets.UTF_8.encode(Long.toString(ProcessHandle.current().pid())));
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldInThisProcess) {
      return null;
    }
  }

  private static String holder(Path file) throws IOException {
    return Optional.of(Files.readString(file).strip())
        .filter(pid -> !pid.isEmpty())
        .map(pid -> " (process " + pid + ")")
        .orElse("");
  }
}
