package io.tradewind.api.agent;

import java.time.Duration;
import java.time.Instant;

/** What an agent's heartbeats, or their absence, say. */
public enum Pulse {
  ALIVE,
  /** Three heartbeats are missing: its offers are unavailable, its leases go on. */
  SUSPENDED,
  /** Twenty heartbeats are missing: its leases are lost. */
  LOST;

  /** The interval that the broker asks for. */
  public static final Duration INTERVAL = Duration.ofSeconds(15);

  private static final int MISSED_UNTIL_SUSPENDED = 3;
  private static final int MISSED_UNTIL_LOST = 20;

  /**
   * @param lastHeartbeat when it arrived, on the broker's clock
   * @param interval what the broker asked for in its last reply
   */
  public static Pulse of(Instant lastHeartbeat, Duration interval, Instant brokerNow) {
    Duration silence = Duration.between(lastHeartbeat, brokerNow);
    if (silence.compareTo(interval.multipliedBy(MISSED_UNTIL_LOST)) > 0) {
      return LOST;
    }
    return silence.compareTo(interval.multipliedBy(MISSED_UNTIL_SUSPENDED)) > 0 ? SUSPENDED : ALIVE;
  }

  /**
   * How long a workload may run without word from the broker. Shorter than the time after which the
   * broker gives the lease up, so that the workload has ended, ten seconds of grace included,
   * before another machine takes its place.
   */
  public static Duration timeToLive(Duration interval) {
    return interval.multipliedBy(MISSED_UNTIL_LOST - 2);
  }
}
