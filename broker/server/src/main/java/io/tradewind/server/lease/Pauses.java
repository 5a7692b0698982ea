package io.tradewind.server.lease;

import io.tradewind.api.ProviderException;
import java.time.Duration;

/** How long until a lease is looked at again. */
final class Pauses {
  static final Duration STARTING = Duration.ofSeconds(2);

  /** Where a limit may be reached before a look of {@link #AT_EASE}, or the agent is not heard. */
  static final Duration ACTIVE = Duration.ofSeconds(5);

  /** Longer than the time between two heartbeats; a machine that went in silence is missed then. */
  static final Duration AT_EASE = Duration.ofSeconds(20);

  private static final Duration FIRST_ENDING = Duration.ofMillis(500);

  /** A machine that is to end is paid for until it does. */
  private static final Duration LONGEST_ENDING = Duration.ofSeconds(10);

  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 6;

  private Pauses() {}

  /**
   * Soon at first, as a site's agent takes a second; clouds take minutes.
   *
   * @param looks how often the machine has been looked at since its end was asked for
   */
  static Duration ending(int looks) {
    return atMost(LONGEST_ENDING, doubled(FIRST_ENDING, looks));
  }

  /**
   * After a failure of the provider, which may have said itself when to come back. None where the
   * next step is to end the lease, which asks nothing of the provider yet.
   *
   * @param row with the failure counted
   */
  static Duration after(LeaseEntity row, ProviderException failure) {
    boolean ending = row.state() == LeaseState.RECLAIMING;
    if (row.stopReason() != null && !ending) {
      return Duration.ZERO;
    }
    Duration own = ending ? ending(row.tries) : doubled(Duration.ofSeconds(1), row.tries);
    return atMost(LONGEST_BACK_OFF, failure.retryAfter().orElse(own));
  }

  static Duration atMost(Duration most, Duration wanted) {
    return wanted.compareTo(most) < 0 ? wanted : most;
  }

  private static Duration doubled(Duration first, int times) {
    return first.multipliedBy(1L << Math.min(times, MOST_DOUBLINGS));
  }
}
