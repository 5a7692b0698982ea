package io.tradewind.server.signin;

import io.tradewind.server.start.PrivateFiles;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The browsers that are signed in. A restart signs them out; a new link is printed then. */
@Singleton
class Sessions {
  static final String COOKIE = "tradewind_session";
  static final Duration VALIDITY = Duration.ofDays(7);

  private final Map<String, Instant> expiryByHash = new ConcurrentHashMap<>();
  private final Clock clock;

  Sessions(Clock clock) {
    this.clock = clock;
  }

  /** The value of a new cookie. */
  String open() {
    expiryByHash.values().removeIf(clock.instant()::isAfter);
    var value = PrivateFiles.randomSecret();
    expiryByHash.put(Digests.sha256(value), clock.instant().plus(VALIDITY));
    return value;
  }

  boolean isOpen(String value) {
    return Optional.ofNullable(expiryByHash.get(Digests.sha256(value)))
        .filter(clock.instant()::isBefore)
        .isPresent();
  }

  void close(String value) {
    expiryByHash.remove(Digests.sha256(value));
  }
}
