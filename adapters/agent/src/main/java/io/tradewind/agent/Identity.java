package io.tradewind.agent;

import io.tradewind.api.Secret;
import io.tradewind.api.agent.AgentKeys;
import io.tradewind.api.agent.Assertion;
import io.tradewind.api.agent.Enrolment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Who this agent is: its key, made here and never sent, and the name that the broker gave it. */
final class Identity {
  private static final Duration ASSERTION_LIFE = Duration.ofMinutes(2);
  private static final Duration KEY_LIFE = Duration.ofDays(30);

  private record StoredKeys(String privateKey, String publicKey) {}

  /**
   * @param tokenDigest of the token that was spent, so that it is not tried again
   */
  private record StoredName(String siteId, String agentId, String tokenDigest) {}

  private final Path nameFile;
  private KeyPair keys;
  private Optional<StoredName> name;

  private Identity(Path nameFile, KeyPair keys, Optional<StoredName> name) {
    this.nameFile = nameFile;
    this.keys = keys;
    this.name = name;
  }

  /** Reads the identity, or makes the key at the first start. */
  static Identity load(Path folder) throws IOException {
    Path nameFile = folder.resolve("identity.json");
    Optional<StoredName> name =
        Files.exists(nameFile)
            ? Optional.of(Json.read(Files.readAllBytes(nameFile), StoredName.class))
            : Optional.empty();
    return new Identity(nameFile, keys(folder.resolve("agent.key")), name);
  }

  synchronized boolean isEnrolled() {
    return name.isPresent();
  }

  synchronized String siteId() {
    return name.orElseThrow().siteId();
  }

  synchronized String agentId() {
    return name.orElseThrow().agentId();
  }

  synchronized boolean hasSpent(Secret token) {
    return name.isPresent() && name.get().tokenDigest().equals(digest(token));
  }

  synchronized Enrolment.Request enrolment(Secret token, String version) {
    return new Enrolment.Request(token.reveal(), AgentKeys.encode(keys.getPublic()), version);
  }

  synchronized void remember(Enrolment.Reply reply, Secret token) throws IOException {
    StoredName stored = new StoredName(reply.siteId(), reply.agentId(), digest(token));
    AtomicFile.write(nameFile, Json.write(stored));
    name = Optional.of(stored);
  }

  /** A fresh proof that this agent holds its key. */
  synchronized String assertion(Instant now) {
    return assertion(keys, now);
  }

  private String assertion(KeyPair signer, Instant now) {
    return Assertion.sign(
        signer.getPrivate(), agentId(), UUID.randomUUID().toString(), now, ASSERTION_LIFE);
  }

  /** Whether the key has served its time. */
  boolean isDue(Instant now) throws IOException {
    return Files.getLastModifiedTime(keyFile()).toInstant().plus(KEY_LIFE).isBefore(now);
  }

  /**
   * A new key, safe on disk before the broker hears of it. Until {@link #adopt} the old one is
   * used, and the broker takes it.
   */
  Enrolment.KeyChange next(Instant now) throws IOException {
    Files.deleteIfExists(nextFile());
    KeyPair made = keys(nextFile());
    return new Enrolment.KeyChange(AgentKeys.encode(made.getPublic()), assertion(made, now));
  }

  /** The broker knows the next key: from now on it is this agent's, and the old one is gone. */
  synchronized void adopt() throws IOException {
    Files.move(nextFile(), keyFile(), StandardCopyOption.ATOMIC_MOVE);
    keys = keys(keyFile());
  }

  private Path keyFile() {
    return nameFile.resolveSibling("agent.key");
  }

  private Path nextFile() {
    return nameFile.resolveSibling("agent.key.next");
  }

  private static KeyPair keys(Path file) throws IOException {
    if (Files.exists(file)) {
      return read(Json.read(Files.readAllBytes(file), StoredKeys.class));
    }
    KeyPair made = AgentKeys.generate();
    Base64.Encoder base64 = Base64.getEncoder();
    AtomicFile.write(
        file,
        Json.write(
            new StoredKeys(
                base64.encodeToString(made.getPrivate().getEncoded()),
                base64.encodeToString(made.getPublic().getEncoded()))));
    return made;
  }

  private static KeyPair read(StoredKeys stored) throws IOException {
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      KeyFactory factory = KeyFactory.getInstance("Ed25519");
      PrivateKey privateKey =
          factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(stored.privateKey())));
      return new KeyPair(
          factory.generatePublic(new X509EncodedKeySpec(base64.decode(stored.publicKey()))),
          privateKey);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("agent.key is damaged. Remove the state folder and enrol anew.", e);
    }
  }

  private static String digest(Secret token) {
    try {
      byte[] bytes = token.reveal().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java knows no SHA-256.", e);
    }
  }
}
