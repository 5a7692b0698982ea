package io.tradewind.server.signin;

import io.tradewind.api.Secret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * A token for programs: {@code tw_}, 40 random characters, and a checksum of 6, so that a scanner
 * recognizes one that leaked and knows it from a string that only looks like it.
 *
 * @param hint the first characters, by which its owner knows it again
 */
record ApiToken(Secret secret, String hint) {
  static final String PREFIX = "tw_";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM_LENGTH = 40;
  private static final int CHECKSUM_LENGTH = 6;
  private static final int HINT_LENGTH = PREFIX.length() + 5;

  static ApiToken draw() {
    var text = new StringBuilder(PREFIX);
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    String whole = text + checksum(text.toString());
    return new ApiToken(new Secret(whole), whole.substring(0, HINT_LENGTH));
  }

  /** Whether a string can be a token at all; most that cannot were cut or mistyped. */
  static boolean isWellFormed(String text) {
    int body = PREFIX.length() + RANDOM_LENGTH;
    return text.length() == body + CHECKSUM_LENGTH
        && text.startsWith(PREFIX)
        && text.substring(body).equals(checksum(text.substring(0, body)));
  }

  /** What is kept of it. */
  String hash() {
    return Digests.sha256(secret.reveal());
  }

  private static String checksum(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    var digits = new StringBuilder();
    BigInteger rest = BigInteger.valueOf(crc.getValue());
    BigInteger base = BigInteger.valueOf(ALPHABET.length());
    for (int i = 0; i < CHECKSUM_LENGTH; i++) {
      digits.insert(0, ALPHABET.charAt(rest.mod(base).intValue()));
      rest = rest.divide(base);
    }
    return digits.toString();
  }
}
