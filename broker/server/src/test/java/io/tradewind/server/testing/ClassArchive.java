package io.tradewind.server.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The classes of the packaged product as the virtual machine reads them, as its launcher keeps them
 * ({@code infra/distribution/bin/tradewind-broker}): made once for all tests of a build, by
 * whichever process comes first.
 */
final class ClassArchive {
  private ClassArchive() {}

  /** Of a virtual machine that starts the product. */
  static List<String> options() throws IOException {
    Path application = Path.of(System.getProperty("tradewind.application"));
    Path kept = application.resolveSibling("../product.jsa").normalize();
    Path busy = kept.resolveSibling("product.jsa.lock");
    try (FileChannel channel =
            FileChannel.open(busy, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!Files.exists(kept) || isOlder(kept, application)) {
        make(kept);
      }
    }
    return List.of("-XX:SharedArchiveFile=" + kept, "-Xlog:cds*=off");
  }

  private static boolean isOlder(Path one, Path other) throws IOException {
    return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) < 0;
  }

  /** The virtual machine writes it as it ends. */
  private static void make(Path kept) throws IOException {
    Path fresh = kept.resolveSibling("product.jsa.fresh");
    Files.deleteIfExists(fresh);
    PackagedProduct product =
        PackagedProduct.startAlone(
            Files.createDirectories(kept.resolveSibling("product.jsa.home")),
            PackagedProduct.freePort(),
            List.of("-XX:ArchiveClassesAtExit=" + fresh, "-Xlog:cds*=off", "tradewind.demo=false"));
    try {
      product.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the archive of classes was written.", e);
    }
    Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
