package io.tradewind.server.signin;

import io.tradewind.server.start.PrivateFiles;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Links that sign a browser in, once each, while this process lives. Only hashes of their codes are
 * kept.
 */
@Singleton
public class SigninLinks {
  static final Duration VALIDITY = Duration.ofMinutes(15);

  private final Map<String, Instant> expiryByHash = new ConcurrentHashMap<>();
  private final Clock clock;

  SigninLinks(Clock clock) {
    this.clock = clock;
  }

  /**
   * A fresh link. Whoever opens it first is the owner, so it is printed on the console and never
   * logged.
   */
  public Link issue(URI address) {
    forgetExpired();
    var code = PrivateFiles.randomSecret();
    var expiresAt = clock.instant().plus(VALIDITY);
    expiryByHash.put(Digests.sha256(code), expiresAt);
    return new Link(address.resolve("/signin?code=" + code), expiresAt);
  }

  /** True for the first caller with a code that is still valid; false ever after. */
  boolean redeem(String code) {
    return Optional.ofNullable(expiryByHash.remove(Digests.sha256(code)))
        .filter(clock.instant()::isBefore)
        .isPresent();
  }

  private void forgetExpired() {
    expiryByHash.values().removeIf(clock.instant()::isAfter);
  }

  public record Link(URI url, Instant expiresAt) {
    @Override
    public String toString() {
      return "Link[expiresAt=" + expiresAt + "]";
    }
  }
}
