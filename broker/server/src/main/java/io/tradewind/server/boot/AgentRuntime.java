package io.tradewind.server.boot;

import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.start.PrivateFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jboss.logging.Logger;

/**
 * A Java runtime with what the agent needs and no more, linked by the broker's own JDK and kept in
 * the home folder, so that a site of the same platform needs no Java. Calls block; the first takes
 * seconds.
 */
@Singleton
class AgentRuntime {
  private static final Logger LOG = Logger.getLogger(AgentRuntime.class);
  private static final String MODULES =
      "java.base,java.logging,java.net.http,java.management,jdk.crypto.ec,jdk.random";

  private final TradewindConfig config;
  private Optional<Image> image = Optional.empty();
  private boolean tried;

  AgentRuntime(TradewindConfig config) {
    this.config = config;
  }

  /**
   * @param platform as the install script finds it: {@code linux-x86_64}
   */
  record Image(Path archive, String platform, String sha256) {}

  /** Empty where this broker runs without the tools of a JDK, or not on Linux. */
  synchronized Optional<Image> image() {
    if (!tried && config.agent().runtime()) {
      tried = true;
      try {
        image = linked();
      } catch (IOException | NoSuchAlgorithmException e) {
        LOG.warnf(e, "No Java runtime can be linked for sites; they need a Java of their own.");
      }
    }
    return image;
  }

  private Optional<Image> linked() throws IOException, NoSuchAlgorithmException {
    Optional<ToolProvider> jlink = ToolProvider.findFirst("jlink");
    boolean linux = System.getProperty("os.name").equals("Linux");
    if (jlink.isEmpty()
        || !linux
        || !Files.isDirectory(Path.of(System.getProperty("java.home"), "jmods"))) {
      return Optional.empty();
    }
    String platform = "linux-" + architecture();
    Path folder = Files.createDirectories(config.home().resolve("agent-runtime"));
    Path archive =
        folder.resolve(
            "%s-%s.tar.gz"
                .formatted(
                    platform,
                    System.getProperty("java.runtime.version").replaceAll("[^A-Za-z0-9.]", "_")));
    if (!Files.exists(archive)) {
      link(jlink.get(), folder, archive);
    }
    return Optional.of(new Image(archive, platform, sha256(archive)));
  }

  private static void link(ToolProvider jlink, Path folder, Path archive) throws IOException {
    Path image = folder.resolve("image");
    PrivateFiles.deleteFolder(image);
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    List<String> arguments =
        List.of(
            "--add-modules",
            MODULES,
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            image.toString());
    if (jlink.run(out, out, arguments.toArray(String[]::new)) != 0) {
      throw new IOException("jlink failed: " + said);
    }
    Path fresh = folder.resolve(archive.getFileName() + ".new");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(fresh)))) {
      pack(image, tar);
    }
    Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    PrivateFiles.deleteFolder(image);
  }

  /** Links, of which a runtime has a few among its licences, are followed. */
  private static void pack(Path image, TarArchiveOutputStream tar) throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(image)) {
      all = paths.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : all) {
      TarArchiveEntry entry = new TarArchiveEntry("runtime/" + image.relativize(file));
      entry.setSize(Files.size(file));
      entry.setMode(Files.isExecutable(file) ? 0755 : 0644);
      tar.putArchiveEntry(entry);
      Files.copy(file, tar);
      tar.closeArchiveEntry();
    }
  }

  /** As {@code uname -m} says it. */
  private static String architecture() {
    String told = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return told.equals("amd64") ? "x86_64" : told;
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
  }
}
