package io.tradewind.agent;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** Programs of the agent as files, made of what was compiled here or of a few lines. */
record BuiltProgram(byte[] bytes) {
  /**
   * This very agent.
   *
   * @param edition makes it another file than one of another edition
   */
  static BuiltProgram agent(String edition) throws IOException {
    Path classes =
        Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest());
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        put(jar, classes.relativize(file).toString(), Files.readAllBytes(file));
      }
      put(jar, "edition", edition.getBytes(StandardCharsets.UTF_8));
    }
    return new BuiltProgram(bytes.toByteArray());
  }

  /** One whose whole work are these lines of Java, which return its exit code. */
  static BuiltProgram of(Path folder, String lines) throws IOException {
    Path source = Files.createDirectories(folder.resolve("source")).resolve("Main.java");
    Files.writeString(
        source,
        """
        package io.tradewind.agent;

        public final class Main {
          public static int work(String[] arguments) throws Exception {
            %s
          }
        }
        """
            .formatted(lines));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String[] arguments = {"-proc:none", "-d", classes.toString(), source.toString()};
    int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments);
    if (code != 0) {
      throw new AssertionError("It does not compile: " + lines);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest())) {
      String name = "io/tradewind/agent/Main.class";
      put(jar, name, Files.readAllBytes(classes.resolve(name)));
    }
    return new BuiltProgram(bytes.toByteArray());
  }

  Path in(Path file) throws IOException {
    return Files.write(file, bytes);
  }

  String sha256() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).toLowerCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** What it needs beside itself it finds where this test has it. */
  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    String libraries =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
            .filter(part -> !part.contains("/agent/target/"))
            .map(part -> Path.of(part).toUri().toString())
            .collect(Collectors.joining(" "));
    main.put(Attributes.Name.CLASS_PATH, libraries);
    return manifest;
  }

  private static void put(JarOutputStream jar, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }
}
