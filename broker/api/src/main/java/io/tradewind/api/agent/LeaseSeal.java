package io.tradewind.api.agent;

import io.tradewind.api.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Values that only the agent of a lease can read: ECDH with X25519 (RFC 7748) between a key made
 * for this once and the agent's, HKDF with SHA-256 (RFC 5869), AES-256-GCM. Bound to the lease, its
 * generation and the agent: with anything else it does not open.
 */
public final class LeaseSeal {
  private static final String NAME = "tradewind-lease-seal-1";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int NAME_BYTES = 12;
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  private LeaseSeal() {}

  /** What a seal is bound to. */
  public record Place(String leaseId, long generation, String agentId) {
    private byte[] bytes() {
      return "%s\n%s\n%d\n%s"
          .formatted(NAME, leaseId, generation, agentId)
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * As it travels.
   *
   * @param key names the agent's key, as {@link #nameOf}: an agent that renews its key has two for
   *     a while
   * @param ephemeral the public half of the key that was made for this once, as {@link
   *     SealingKeys#encode}
   * @param text base64
   */
  public record Sealed(String key, String ephemeral, String text) {
    public Sealed {
      // What a broker leaves out opens nothing.
      key = Objects.requireNonNullElse(key, "");
      ephemeral = Objects.requireNonNullElse(ephemeral, "");
      text = Objects.requireNonNullElse(text, "");
    }
  }

  /** It was sealed to another key, lease, generation or agent, or was changed on its way. */
  public static final class UnopenableException extends Exception {
    private static final long serialVersionUID = 1;

    UnopenableException(String message) {
      super(message);
    }
  }

  /** Short, and the same on both sides. */
  public static String nameOf(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return BASE64.encodeToString(Arrays.copyOf(digest, NAME_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java knows no SHA-256.", e);
    }
  }

  /** Each call makes another text of the same values. */
  public static Sealed seal(PublicKey agent, Place place, Map<String, Secret> values) {
    KeyPair once = SealingKeys.generate();
    try {
      byte[] text =
          cipher(Cipher.ENCRYPT_MODE, once.getPrivate(), agent, once.getPublic(), agent, place)
              .doFinal(write(values));
      return new Sealed(
          nameOf(agent), SealingKeys.encode(once.getPublic()), BASE64.encodeToString(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("Nothing can be sealed to this key of the agent's.", e);
    }
  }

  /**
   * @param agent the key pair that {@link Sealed#key} names
   */
  public static Map<String, Secret> open(KeyPair agent, Place place, Sealed sealed)
      throws UnopenableException {
    try {
      PublicKey once = SealingKeys.decode(sealed.ephemeral());
      byte[] text = Base64.getDecoder().decode(sealed.text());
      if (text.length < TAG_BITS / 8) {
        throw unopenable();
      }
      return read(
          cipher(Cipher.DECRYPT_MODE, agent.getPrivate(), once, once, agent.getPublic(), place)
              .doFinal(text));
    } catch (GeneralSecurityException | RefusedException | IllegalArgumentException e) {
      // The cause would tell whoever changed it how far they came.
      throw unopenable();
    }
  }

  private static UnopenableException unopenable() {
    return new UnopenableException(
        "The secrets are not sealed to this agent and generation of the lease, or were changed on"
            + " their way.");
  }

  /** Key and nonce follow from the agreement; the ephemeral key makes both good for one text. */
  private static Cipher cipher(
      int mode, PrivateKey own, PublicKey other, PublicKey once, PublicKey agent, Place place)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(own);
    agreement.doPhase(other, true);
    byte[] keys =
        derive(agreement.generateSecret(), once.getEncoded(), agent.getEncoded(), place.bytes());
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(keys, 0, KEY_BYTES, "AES"),
        new GCMParameterSpec(TAG_BITS, keys, KEY_BYTES, NONCE_BYTES));
    cipher.updateAAD(place.bytes());
    return cipher;
  }

  /** HKDF without salt; two blocks are enough for a key and a nonce. */
  private static byte[] derive(byte[] shared, byte[]... info) throws GeneralSecurityException {
    byte[] extracted = mac(new byte[KEY_BYTES], shared);
    byte[] all = join(info);
    byte[] first = mac(extracted, join(all, new byte[] {1}));
    byte[] second = mac(extracted, join(first, all, new byte[] {2}));
    return Arrays.copyOf(join(first, second), KEY_BYTES + NONCE_BYTES);
  }

  private static byte[] mac(byte[] key, byte[] text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text);
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    Arrays.stream(parts).forEach(all::put);
    return all.array();
  }

  /** A line each: both halves in base64, which has no spaces. */
  private static byte[] write(Map<String, Secret> values) {
    StringBuilder lines = new StringBuilder();
    values.forEach(
        (name, value) ->
            lines.append(base64(name)).append(' ').append(base64(value.reveal())).append('\n'));
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static Map<String, Secret> read(byte[] lines) {
    Map<String, Secret> values = new LinkedHashMap<>();
    new String(lines, StandardCharsets.US_ASCII)
        .lines()
        .map(line -> line.split(" ", -1))
        .forEach(halves -> values.put(text(halves[0]), new Secret(text(halves[1]))));
    return values;
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
