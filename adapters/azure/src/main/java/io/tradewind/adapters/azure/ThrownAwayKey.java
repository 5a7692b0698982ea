package io.tradewind.adapters.azure;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/**
 * The public half of a key whose private half nobody has: Azure makes no Linux machine without a
 * way to sign in.
 */
final class ThrownAwayKey {
  private static final int BITS = 2048;
  private static final String KIND = "ssh-rsa";

  private ThrownAwayKey() {}

  /** As OpenSSH writes it (RFC 4253, section 6.6). */
  static String make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();
      ByteArrayOutputStream blob = new ByteArrayOutputStream();
      add(blob, KIND.getBytes(StandardCharsets.US_ASCII));
      add(blob, bytes(key.getPublicExponent()));
      add(blob, bytes(key.getModulus()));
      return KIND + " " + Base64.getEncoder().encodeToString(blob.toByteArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has RSA.", e);
    }
  }

  private static byte[] bytes(BigInteger number) {
    return number.toByteArray();
  }

  private static void add(ByteArrayOutputStream blob, byte[] part) {
    blob.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    blob.writeBytes(part);
  }
}
