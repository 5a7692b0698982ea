package io.tradewind.server.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a polled source is.
 *
 * @param fault what went wrong at the last attempt, for a person; never a secret
 */
public record PollHealth(
    String name,
    Optional<Instant> lastSuccess,
    Optional<Instant> lastAttempt,
    Optional<String> fault) {

  static PollHealth waiting(String name) {
    return new PollHealth(name, Optional.empty(), Optional.empty(), Optional.empty());
  }

  PollHealth succeeded(Instant at) {
    return new PollHealth(name, Optional.of(at), Optional.of(at), Optional.empty());
  }

  PollHealth failed(Instant at, String why) {
    return new PollHealth(name, lastSuccess, Optional.of(at), Optional.of(why));
  }

  /** As {@code GET providers} names it. */
  public String state() {
    return lastAttempt.isEmpty() ? "waiting" : fault.isEmpty() ? "ok" : "failing";
  }

  public Optional<Duration> age(Instant now) {
    return lastSuccess.map(last -> Duration.between(last, now));
  }
}
