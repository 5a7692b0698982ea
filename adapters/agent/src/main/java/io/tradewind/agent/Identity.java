package io.tradewind.agent;

import io.tradewind.api.Secret;
import io.tradewind.api.agent.AgentKeys;
import io.tradewind.api.agent.Assertion;
import io.tradewind.api.agent.Enrolment;
import io.tradewind.api.agent.SealingKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Who this agent is: its key, made here and never sent, and the name that the broker gave it. */
final class Identity {
  private static final Duration ASSERTION_LIFE = Duration.ofMinutes(2);

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

  /** A key of this agent's for secrets, with the word that it is. */
  synchronized SealingKeys.Announced naming(PublicKey sealing) {
    return SealingKeys.announce(sealing, agentId(), keys.getPrivate());
  }

  /** Whether the key has served its time. */
  boolean isDue(Instant now) throws IOException {
    return KeyFile.isDue(keyFile(), now);
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
    return KeyFile.load(file, "Ed25519", AgentKeys::generate);
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
