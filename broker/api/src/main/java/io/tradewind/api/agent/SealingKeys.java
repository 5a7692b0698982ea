package io.tradewind.api.agent;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/**
 * An agent's X25519 key, to which secrets are sealed, as it travels: signed with the agent's own
 * Ed25519 key, so that whoever can only speak for the agent cannot have them sealed to another.
 */
public final class SealingKeys {
  /** What stands before the 32 bytes of every X25519 key in SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x03, 0x21, 0x00
  };

  private SealingKeys() {}

  /**
   * What a heartbeat tells.
   *
   * @param publicKey as {@link #encode}
   * @param signature Ed25519 over {@code tradewind-sealing-key}, the agent's id and {@code
   *     publicKey}, a line each; base64
   */
  public record Announced(String publicKey, String signature) {}

  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance("X25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java knows no X25519; it needs Java 17 or newer.", e);
    }
  }

  public static String encode(PublicKey key) {
    return AgentKeys.encode(key);
  }

  /**
   * Any other kind of key is refused.
   *
   * @throws RefusedException with {@code malformed}
   */
  public static PublicKey decode(String text) throws RefusedException {
    return AgentKeys.decode(text, "X25519", PREFIX);
  }

  /**
   * @param signer the agent's own key, with which it signs its assertions
   */
  public static Announced announce(PublicKey key, String agentId, PrivateKey signer) {
    String encoded = encode(key);
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(signer);
      signature.update(signed(encoded, agentId));
      return new Announced(encoded, Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("The key is no Ed25519 private key.", e);
    }
  }

  /**
   * Whether the agent that holds {@code signer} has named this key as its own.
   *
   * @throws RefusedException with {@code malformed} for what is no such key
   */
  public static boolean isNamedBy(PublicKey signer, String agentId, Announced announced)
      throws RefusedException {
    decode(announced.publicKey());
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(signer);
      signature.update(signed(announced.publicKey(), agentId));
      return signature.verify(Base64.getDecoder().decode(announced.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] signed(String publicKey, String agentId) {
    return "tradewind-sealing-key\n%s\n%s"
        .formatted(agentId, publicKey)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
