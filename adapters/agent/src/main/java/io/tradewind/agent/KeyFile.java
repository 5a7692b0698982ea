package io.tradewind.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Supplier;

/** A key pair of this agent's in a file of its own, which nobody else may read. */
final class KeyFile {
  /** After which a key is replaced by another. */
  private static final Duration LIFE = Duration.ofDays(30);

  private KeyFile() {}

  private record Stored(String privateKey, String publicKey) {}

  /** Reads the pair, or makes it where there is none. */
  static KeyPair load(Path file, String algorithm, Supplier<KeyPair> generate) throws IOException {
    if (Files.exists(file)) {
      return read(file, Json.read(Files.readAllBytes(file), Stored.class), algorithm);
    }
    KeyPair made = generate.get();
    Base64.Encoder base64 = Base64.getEncoder();
    AtomicFile.write(
        file,
        Json.write(
            new Stored(
                base64.encodeToString(made.getPrivate().getEncoded()),
                base64.encodeToString(made.getPublic().getEncoded()))));
    return made;
  }

  /** Whether the key has served its time. */
  static boolean isDue(Path file, Instant now) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().plus(LIFE).isBefore(now);
  }

  private static KeyPair read(Path file, Stored stored, String algorithm) throws IOException {
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      KeyFactory factory = KeyFactory.getInstance(algorithm);
      return new KeyPair(
          factory.generatePublic(new X509EncodedKeySpec(base64.decode(stored.publicKey()))),
          factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(stored.privateKey()))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "%s is damaged. Remove the state folder and enrol anew.".formatted(file.getFileName()),
          e);
    }
  }
}
