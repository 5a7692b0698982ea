package io.tradewind.server.signin;

import io.quarkus.runtime.Startup;
import io.tradewind.api.Secret;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.start.PrivateFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * The owner's own bearer token, kept in {@code owner.token} of the home folder with mode 0600. It
 * is made on the first start.
 */
@Startup
@Singleton
public class OwnerToken {
  public static final String PREFIX = "twd_owner_";

  private static final int SHORTEST = PREFIX.length() + 32;

  private final Secret token;

  OwnerToken(TradewindConfig config) {
    this.token = read(config.home());
  }

  /** Takes the same time whether the first or the last character is wrong. */
  boolean matches(String presented) {
    return MessageDigest.isEqual(
        presented.getBytes(StandardCharsets.UTF_8),
        token.reveal().getBytes(StandardCharsets.UTF_8));
  }

  private static Secret read(Path home) {
    var file = home.resolve("owner.token");
    try {
      Files.createDirectories(home);
      var text = PrivateFiles.secretIn(file, PREFIX);
      if (!text.startsWith(PREFIX) || text.length() < SHORTEST) {
        throw new IllegalStateException(
            "%s holds no owner token. Delete it, and the next start writes a new one."
                .formatted(file));
      }
      return new Secret(text);
    } catch (IOException e) {
      throw new UncheckedIOException("The owner's token in %s cannot be read.".formatted(file), e);
    }
  }
}
