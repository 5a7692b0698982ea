package io.tradewind.server.secret;

import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.start.PrivateFiles;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The master keys, kept outside the database: a line each, a name and 32 bytes in Base64. The first
 * one seals, all of them open. They are in {@code master.keys} of the home folder (mode 0600, made
 * on the first need), or where {@code tradewind.secret.master-keys} says.
 *
 * <p>To change the key, put a new line at the end on every broker, then move it to the top. The
 * data keys are wrapped anew while everything goes on; the log says when the old line may go.
 */
@Singleton
class MasterKeys {
  static final int KEY_BYTES = 32;

  private static final String FILE = "file:";
  private static final String VARIABLE = "env:";

  private final Optional<String> reference;
  private final Path home;
  private final UnaryOperator<@Nullable String> environment;
  private volatile @Nullable Ring ring;

  @Inject
  MasterKeys(TradewindConfig config) {
    this(config.secret().masterKeys(), config.home(), System::getenv);
  }

  MasterKeys(Optional<String> reference, Path home, UnaryOperator<@Nullable String> environment) {
    this.reference = reference;
    this.home = home;
    this.environment = environment;
  }

  /** A key and what it is called in the rows that it sealed. */
  record Named(String name, SecretKey key) {
    @Override
    public String toString() {
      return "master key " + name;
    }
  }

  private record Ring(String current, Map<String, SecretKey> keys) {}

  /** The one that seals. */
  Named current() {
    Ring known = ring();
    return new Named(
        known.current(), Optional.ofNullable(known.keys().get(known.current())).orElseThrow());
  }

  /** Looked for anew when it is not known: somebody may have just added it. */
  Optional<SecretKey> find(String name) {
    return Optional.ofNullable(ring().keys().get(name))
        .or(() -> Optional.ofNullable(reload().keys().get(name)));
  }

  /** Reads them again; what cannot be read leaves those that are known. */
  void refresh() {
    Ring unused = reload();
  }

  /** Where they are, for people. */
  String place() {
    return reference.orElseGet(() -> FILE + home.resolve("master.keys"));
  }

  private Ring ring() {
    Ring known = ring;
    return known == null ? reload() : known;
  }

  private synchronized Ring reload() {
    Ring read = parse(text());
    ring = read;
    return read;
  }

  private String text() {
    String from = reference.orElse("");
    try {
      if (from.isEmpty()) {
        Files.createDirectories(home);
        String name = "k" + UUID.randomUUID().toString().substring(0, 8);
        return PrivateFiles.secretIn(home.resolve("master.keys"), name + " ");
      }
      if (from.startsWith(FILE)) {
        return Files.readString(Path.of(from.substring(FILE.length())));
      }
      String value =
          from.startsWith(VARIABLE) ? environment.apply(from.substring(VARIABLE.length())) : null;
      if (value != null) {
        return value;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The master keys in %s cannot be read.".formatted(place()), e);
    }
    throw new IllegalStateException(
        "tradewind.secret.master-keys is '%s'. Write file:/path or env:NAME of a file or a variable that is there."
            .formatted(from));
  }

  private Ring parse(String text) {
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(line -> add(keys, line.split("\\s+", 2)));
    return keys.keySet().stream()
        .findFirst()
        .map(first -> new Ring(first, Map.copyOf(keys)))
        .orElseThrow(() -> new IllegalStateException("%s holds no key.".formatted(place())));
  }

  private void add(Map<String, SecretKey> keys, String[] line) {
    byte[] key = line.length == 2 ? decoded(line[1].strip()) : new byte[0];
    if (!line[0].matches("[A-Za-z0-9._-]{1,60}") || key.length != KEY_BYTES) {
      throw new IllegalStateException(
          "Line %d of %s is not a name of 1 to 60 letters, digits, '.', '_' or '-' and %d bytes in Base64."
              .formatted(keys.size() + 1, place(), KEY_BYTES));
    }
    if (keys.put(line[0], new SecretKeySpec(key, "AES")) != null) {
      throw new IllegalStateException("%s names the key %s twice.".formatted(place(), line[0]));
    }
  }

  private static byte[] decoded(String text) {
    try {
      return text.indexOf('-') >= 0 || text.indexOf('_') >= 0
          ? Base64.getUrlDecoder().decode(text)
          : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
