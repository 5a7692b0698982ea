package io.tradewind.adapters.nebius;

import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives out tokens for what the service account has signed, and knows the last one. */
final class FakeTokens {
  static final String ACCOUNT = "serviceaccount-e00";
  static final String KEY_ID = "publickey-e00";

  private static final KeyPair KEYS = keys();
  private static final Pattern EXPIRY = Pattern.compile("\"exp\":(\\d+)");

  private final InstantSource clock;
  private int given;

  FakeTokens(InstantSource clock) {
    this.clock = clock;
  }

  static String pem() {
    String encoded =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(KEYS.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(encoded);
  }

  synchronized boolean knows(String bearer) {
    return bearer.equals("Bearer token-" + given);
  }

  /** The token that was given out last is no longer known. */
  synchronized void forget() {
    given++;
  }

  synchronized Wire grant(Wire request) {
    if (!isSigned(request.text(3).orElse(""))) {
      throw Status.UNAUTHENTICATED.withDescription("the token is not signed").asRuntimeException();
    }
    given++;
    return Wire.message().text(1, "token-" + given).text(3, "Bearer").number(4, 43_200).build();
  }

  private boolean isSigned(String token) {
    String[] parts = token.split("\\.");
    String header = decoded(parts[0]);
    String claims = decoded(parts[1]);
    Matcher expiry = EXPIRY.matcher(claims);
    boolean isFresh =
        expiry.find()
            && Instant.ofEpochSecond(Long.parseLong(expiry.group(1))).isAfter(clock.instant());
    return isFresh
        && header.contains("\"kid\":\"%s\"".formatted(KEY_ID))
        && claims.contains("\"iss\":\"%s\",\"sub\":\"%s\"".formatted(ACCOUNT, ACCOUNT))
        && isSignedOver(parts[0] + "." + parts[1], parts[2]);
  }

  private static boolean isSignedOver(String text, String signature) {
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(KEYS.getPublic());
      check.update(text.getBytes(StandardCharsets.UTF_8));
      return check.verify(Base64.getUrlDecoder().decode(signature));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no RSA.", e);
    }
  }
}
