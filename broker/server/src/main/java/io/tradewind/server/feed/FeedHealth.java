package io.tradewind.server.feed;

import io.tradewind.api.ProviderId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How a feed is.
 *
 * @param fault what went wrong at the last attempt, for a person; never a secret
 */
record FeedHealth(
    ProviderId feed,
    State state,
    Optional<Instant> lastSuccess,
    Optional<Instant> lastAttempt,
    Optional<String> fault,
    Circuit circuit) {

  /** As {@code GET providers} names it. */
  enum State {
    OK,
    FAILING,
    /** Never asked to the end so far. */
    WAITING;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static FeedHealth waiting(ProviderId feed) {
    return new FeedHealth(
        feed, State.WAITING, Optional.empty(), Optional.empty(), Optional.empty(), Circuit.NEW);
  }

  FeedHealth succeeded(Instant at) {
    return new FeedHealth(
        feed, State.OK, Optional.of(at), Optional.of(at), Optional.empty(), circuit);
  }

  FeedHealth failed(Instant at, String why) {
    return new FeedHealth(
        feed, State.FAILING, lastSuccess, Optional.of(at), Optional.of(why), circuit);
  }

  FeedHealth with(Circuit next) {
    return new FeedHealth(feed, state, lastSuccess, lastAttempt, fault, next);
  }
}
