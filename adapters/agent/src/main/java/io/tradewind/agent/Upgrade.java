package io.tradewind.agent;

import io.tradewind.api.agent.Heartbeat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The programs that the broker wanted in place of the one that is installed, in the state folder:
 * what is installed belongs to another user. The one that is installed is always the first to
 * start, and starts the other; a program is proven once the broker has heard it, and before that it
 * is left again for the one that ran before.
 */
final class Upgrade {
  private static final Logger LOG = Logger.getLogger(Upgrade.class.getName());
  private static final int MOST_TRIALS = 3;
  private static final int LONGEST_REASON = 300;
  private static final String NOTES = "notes";

  /** The installed program, by which the others are known to be newer. */
  private static final String BASE = "base";

  private static final String CURRENT = "current";
  private static final String FORMER = "former";
  private static final String PROVEN = "proven";
  private static final String TRIALS = "trials";
  private static final String FAILED = "failed";
  private static final String REASON = "reason";

  private final Path folder;
  private final Optional<String> own;

  /**
   * @param state the agent's folder
   * @param own what runs now, as {@link #running}
   */
  Upgrade(Path state, Optional<String> own) {
    this.folder = state.resolve("program");
    this.own = own;
  }

  /** The SHA-256 of the program that runs; empty when it is no file, as in a development tree. */
  static Optional<String> running() {
    CodeSource source = Upgrade.class.getProtectionDomain().getCodeSource();
    try {
      Path file = source == null ? Path.of("/") : Path.of(source.getLocation().toURI());
      return Files.isRegularFile(file)
          ? Optional.of(sha256(Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException | URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** For a heartbeat. */
  synchronized Heartbeat.Program told() throws IOException {
    Properties notes = read();
    return new Heartbeat.Program(
        Agent.VERSION, own.orElse(null), text(notes, FAILED), text(notes, REASON));
  }

  /** Whether it is another program than this, and not the one that has failed here. */
  synchronized boolean isNew(String sha256) throws IOException {
    return own.isPresent() && !own.get().equals(sha256) && !sha256.equals(text(read(), FAILED));
  }

  boolean isKept(String sha256) {
    return Files.exists(file(sha256));
  }

  /** Puts a program aside; one that is not what was told has failed. */
  synchronized void keep(byte[] program, String told) throws IOException {
    if (sha256(program).equals(told)) {
      AtomicFile.createFolder(folder);
      AtomicFile.write(file(told), program);
    } else {
      note(FAILED, told, REASON, "What the broker sent has another checksum than it told.");
    }
  }

  /** From the next start on it is the one that runs. */
  synchronized void choose(String sha256) throws IOException {
    Properties notes = read();
    boolean isInstalled = !own.equals(Optional.ofNullable(text(notes, CURRENT)));
    if (isInstalled) {
      notes.setProperty(BASE, own.orElse(""));
    }
    notes.setProperty(FORMER, isInstalled ? "" : own.orElse(""));
    notes.setProperty(CURRENT, sha256);
    notes.setProperty(TRIALS, "0");
    notes.setProperty(PROVEN, "");
    write(notes);
  }

  /**
   * What is to be started in place of this program, and counts as tried with that; empty when this
   * is the one that runs.
   */
  synchronized Optional<Path> next() throws IOException {
    Properties notes = read();
    String current = text(notes, CURRENT);
    if (current == null || own.isEmpty() || own.get().equals(current)) {
      return Optional.empty();
    }
    boolean mayStart = own.get().equals(text(notes, BASE)) || isFormer(notes);
    if (!mayStart) {
      LOG.info("This program was installed anew; the one that the broker wanted before is left");
      AtomicFile.write(folder.resolve(NOTES), new byte[0]);
      tidy(Set.of());
      return Optional.empty();
    }
    int trials = Integer.parseInt(notes.getProperty(TRIALS, "0"));
    if (text(notes, PROVEN) == null && trials >= MOST_TRIALS) {
      return instead("It did not come to its first heartbeat.");
    }
    if (!isKept(current) || !sha256(Files.readAllBytes(file(current))).equals(current)) {
      return instead("Its file is not whole any more.");
    }
    note(TRIALS, Integer.toString(trials + 1), PROVEN, notes.getProperty(PROVEN, ""));
    return Optional.of(file(current));
  }

  private boolean isFormer(Properties notes) {
    return own.equals(Optional.ofNullable(text(notes, FORMER)));
  }

  private Optional<Path> instead(String reason) throws IOException {
    fail(reason);
    return next();
  }

  /** What was to run does not: the one before it does. */
  synchronized void fail(String reason) throws IOException {
    Properties notes = read();
    String former = notes.getProperty(FORMER, "");
    LOG.warning("The program that the broker wanted is left again: " + reason);
    notes.setProperty(FAILED, notes.getProperty(CURRENT, ""));
    notes.setProperty(REASON, plain(reason));
    notes.setProperty(CURRENT, former);
    notes.setProperty(FORMER, "");
    notes.setProperty(PROVEN, former.isEmpty() ? "" : "yes");
    notes.setProperty(TRIALS, "0");
    write(notes);
    Files.deleteIfExists(file(notes.getProperty(FAILED)));
  }

  /** There is no use in trying it again. */
  synchronized void giveUp() throws IOException {
    note(TRIALS, Integer.toString(MOST_TRIALS), PROVEN, "");
  }

  /** The broker has heard this program. */
  synchronized void heard() throws IOException {
    Properties notes = read();
    if (own.isPresent() && own.get().equals(text(notes, CURRENT)) && text(notes, PROVEN) == null) {
      note(PROVEN, "yes", TRIALS, "0");
      tidy(Set.of(own.get(), notes.getProperty(FORMER, "")));
    }
  }

  synchronized boolean isProven() throws IOException {
    return text(read(), PROVEN) != null;
  }

  /** The broker knows what failed, and may ask for it again. */
  synchronized void forgetFailure() throws IOException {
    if (text(read(), FAILED) != null) {
      note(FAILED, "", REASON, "");
    }
  }

  private Path file(String sha256) {
    return folder.resolve(sha256 + ".jar");
  }

  private void tidy(Set<String> kept) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path file : files) {
        if (!kept.contains(String.valueOf(file.getFileName()).replace(".jar", ""))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Properties read() throws IOException {
    Properties notes = new Properties();
    Path file = folder.resolve(NOTES);
    if (Files.exists(file)) {
      notes.load(new ByteArrayInputStream(Files.readAllBytes(file)));
    }
    return notes;
  }

  private void note(String name, String value, String other, String otherValue) throws IOException {
    Properties notes = read();
    notes.setProperty(name, value);
    notes.setProperty(other, otherValue);
    write(notes);
  }

  private void write(Properties notes) throws IOException {
    AtomicFile.createFolder(folder);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    notes.store(bytes, null);
    AtomicFile.write(folder.resolve(NOTES), bytes.toByteArray());
  }

  /** As a heartbeat may have it. */
  private static String plain(String reason) {
    String line = reason.replaceAll("\\p{Cntrl}+", " ");
    return line.substring(0, Math.min(line.length(), LONGEST_REASON));
  }

  private static @Nullable String text(Properties notes, String name) {
    String value = notes.getProperty(name, "");
    return value.isEmpty() ? null : value;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java knows no SHA-256.", e);
    }
  }
}
