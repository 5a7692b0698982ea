package io.tradewind.server.boot;

import io.tradewind.api.Secret;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.start.PrivateFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives the enrolment token of a lease's machine, so that it is the same however often it is
 * needed and is kept nowhere: HMAC-SHA256 (RFC 2104) over the lease and its generation.
 */
@Singleton
class BootKey {
  private static final int SHORTEST = 32;

  private final TradewindConfig config;

  BootKey(TradewindConfig config) {
    this.config = config;
  }

  Secret token(LeaseEntity lease) {
    String text = "enrolment of lease %s, generation %d".formatted(lease.id, lease.generation);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] code = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return new Secret(
          "twd_enrol_" + Base64.getUrlEncoder().withoutPadding().encodeToString(code));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA256; this one has not.", e);
    }
  }

  /** Made on the first need, and kept in the home folder with mode 0600, unless it is set. */
  private String key() {
    String key = config.agent().bootstrapKey().orElseGet(this::kept);
    if (key.length() < SHORTEST) {
      throw new IllegalStateException(
          "tradewind.agent.bootstrap-key has %d characters; give it at least %d random ones."
              .formatted(key.length(), SHORTEST));
    }
    return key;
  }

  private String kept() {
    try {
      Files.createDirectories(config.home());
      return PrivateFiles.secretIn(config.home().resolve("bootstrap.key"), "");
    } catch (IOException e) {
      throw new UncheckedIOException("bootstrap.key in the home folder cannot be read.", e);
    }
  }
}
