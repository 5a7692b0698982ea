package io.tradewind.adapters.nebius;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Who reads, and the key that proves it. Prints without the key.
 *
 * @param keyId of the public key that Nebius has
 */
record ServiceAccount(String id, String keyId, PrivateKey key) {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /**
   * @param pem an unencrypted RSA key as PKCS #8; its line breaks may be missing or written as
   *     {@code \n}, as they are in settings of one line
   * @throws IllegalArgumentException when it is none; the message does not hold it
   */
  static PrivateKey key(String pem) {
    String bare =
        pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\\\n|\\s", "");
    try {
      byte[] encoded = Base64.getDecoder().decode(bare);
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without the cause: its message may quote the key.
      throw new IllegalArgumentException(
          "The private key is no RSA key in PKCS #8 form, which begins with"
              + " '-----BEGIN PRIVATE KEY-----'.");
    }
  }

  /** A token that this account has signed, to be traded for one that Nebius gives out. */
  String signedToken(Instant now) {
    String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(keyId);
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(id, id, now.getEpochSecond(), now.plus(LIFE).getEpochSecond());
    String signed = encoded(header) + "." + encoded(claims);
    return signed + "." + BASE64.encodeToString(signature(signed));
  }

  @Override
  public String toString() {
    return id;
  }

  private byte[] signature(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot sign with RSA.", e);
    }
  }

  private static String encoded(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
