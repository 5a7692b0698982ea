package io.tradewind.server.start;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;

/**
 * Files that only their owner may read. Where the file system knows no such modes, the folder's own
 * protection stands.
 */
public final class PrivateFiles {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;

  private PrivateFiles() {}

  /** 256 random bits, safe in an address. */
  public static String randomSecret() {
    var bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The secret that the file holds; on the first call a new one is written, with mode 0600 from the
   * beginning. Of several who are first at once all get the same one, and whoever dies meanwhile
   * leaves a whole file or none.
   */
  public static String secretIn(Path file, String prefix) throws IOException {
    if (Files.exists(file)) {
      restrict(file, "rw-------");
    } else {
      make(file, prefix + randomSecret() + "\n");
    }
    return Files.readString(file).strip();
  }

  private static void make(Path file, String text) throws IOException {
    Path whole = file.resolveSibling(file.getFileName() + "." + randomSecret());
    try (FileChannel channel =
        FileChannel.open(
            whole,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(file, "rw-------"))) {
      channel.write(StandardCharsets.UTF_8.encode(text));
      channel.force(true);
    }
    try {
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException another) {
      // Whoever was first; his is the secret.
    } catch (UnsupportedOperationException | FileSystemException withoutLinks) {
      Files.move(whole, file);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  static void restrictFolder(Path folder) throws IOException {
    restrict(folder, "rwx------");
  }

  public static void deleteFolder(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var inside = Files.walk(folder)) {
        for (var path : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static void restrict(Path path, String mode) throws IOException {
    if (posix(path)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file, String mode) {
    return posix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
