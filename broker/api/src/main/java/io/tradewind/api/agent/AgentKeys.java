package io.tradewind.api.agent;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** An agent's own key, Ed25519, as it travels. */
public final class AgentKeys {
  /** What stands before the 32 bytes of every Ed25519 key in SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private static final int ENCODED_BYTES = 44;

  private AgentKeys() {}

  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java knows no Ed25519; it needs Java 17 or newer.", e);
    }
  }

  public static String encode(PublicKey key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /**
   * Reads {@link Enrolment.Request#publicKey()}. Any other kind of key is refused.
   *
   * @throws RefusedException with {@code malformed}
   */
  public static PublicKey decode(String text) throws RefusedException {
    return decode(text, "Ed25519", PREFIX);
  }

  /**
   * @param prefix what stands before the 32 bytes of every key of the algorithm
   */
  static PublicKey decode(String text, String algorithm, byte[] prefix) throws RefusedException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (bytes.length == ENCODED_BYTES && Arrays.mismatch(bytes, prefix) == prefix.length) {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(bytes));
      }
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw malformed(algorithm);
    }
    throw malformed(algorithm);
  }

  private static RefusedException malformed(String algorithm) {
    return new RefusedException(
        AgentRefusal.MALFORMED,
        "publicKey is no %s key. Send its SubjectPublicKeyInfo in base64: 44 bytes, 60 characters."
            .formatted(algorithm));
  }
}
