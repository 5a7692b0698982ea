package io.tradewind.server.start;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's own programs, unpacked from the class path into the broker's home: a folder in a
 * shared place for temporary files could have been prepared by somebody else.
 */
record PostgresBinaries(Path folder) {
  private static final int OWNER_EXECUTE = 0100;
  private static final int NAME_LENGTH = 16;

  /** Unpacks once for each version; a half unpacked one is never seen under its final name. */
  static PostgresBinaries unpack(Path parent) {
    try {
      byte[] archive = archive();
      var folder = parent.resolve(digest(archive).substring(0, NAME_LENGTH));
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(parent);
        var fresh = Files.createTempDirectory(parent, "unpacking-");
        extract(archive, fresh);
        nameIt(fresh, folder);
      }
      return new PostgresBinaries(folder);
    } catch (IOException e) {
      throw new StartFailure(
          "The embedded PostgreSQL cannot be unpacked into %s: %s. Make room there, or set TRADEWIND_DATABASE_URL to a server."
              .formatted(parent, e.getMessage()),
          e);
    }
  }

  /** Of several who unpack at once the first names it; the others use his. */
  private static void nameIt(Path fresh, Path folder) throws IOException {
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      PrivateFiles.deleteFolder(fresh);
    }
  }

  /** Runs one of the programs to its end; its output goes to the file. */
  int run(Path output, String program, List<String> arguments) {
    var command = new ArrayList<String>();
    if (LinuxUtils.isUnshareAvailable()) {
      // PostgreSQL refuses to run as root: inside a user namespace of its own the user is nobody.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(folder.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("Interrupted while %s was running.".formatted(program), e);
    }
  }

  private static byte[] archive() throws IOException {
    var system = System.getProperty("os.name").split(" ")[0].replace("Mac", "Darwin");
    var machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT).replace("amd64", "x86_64");
    try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
      if (in == null) {
        throw new IOException("there is none for %s on %s".formatted(system, machine));
      }
      return in.readAllBytes();
    }
  }

  private static void extract(byte[] archive, Path target) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, target);
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    var path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the archive points outside of its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      path.toFile().setExecutable((entry.getMode() & OWNER_EXECUTE) != 0);
    }
  }

  private static String digest(byte[] archive) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
