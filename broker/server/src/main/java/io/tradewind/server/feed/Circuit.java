package io.tradewind.server.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a feed's calls have come to, and when it is called next.
 *
 * @param nextAttempt when the schedule calls it again; empty while it is being called
 * @param lastDuration of the last call, or its time limit when that ended it
 */
record Circuit(
    State state,
    int failuresInARow,
    Optional<Instant> nextAttempt,
    Optional<Duration> lastDuration) {
  /** So many failures in a row open it. */
  static final int OPENS_AFTER = 3;

  static final Circuit NEW = new Circuit(State.CLOSED, 0, Optional.empty(), Optional.empty());

  /** As {@code GET providers} names it. */
  enum State {
    /** It is called on schedule. */
    CLOSED,
    /** It is left alone until its next attempt. */
    OPEN,
    /** The one call that decides whether it closes again is under way. */
    HALF_OPEN;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Circuit calling() {
    return new Circuit(
        state == State.OPEN ? State.HALF_OPEN : state,
        failuresInARow,
        Optional.empty(),
        lastDuration);
  }

  Circuit succeeded(Duration took) {
    return new Circuit(State.CLOSED, 0, Optional.empty(), Optional.of(took));
  }

  /**
   * @param hopeless what no repetition cures, such as credentials that are refused: opens at once
   */
  Circuit failed(Duration took, boolean hopeless) {
    int failures = failuresInARow + 1;
    State next =
        hopeless || state == State.HALF_OPEN || failures >= OPENS_AFTER ? State.OPEN : State.CLOSED;
    return new Circuit(next, failures, Optional.empty(), Optional.of(took));
  }

  Circuit nextAt(Instant at) {
    return new Circuit(state, failuresInARow, Optional.of(at), lastDuration);
  }
}
