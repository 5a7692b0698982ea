package io.tradewind.agent;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Up to when a workload may run without word from the broker. It stands on disk too, for what ends
 * the workload when the agent is gone.
 */
final class Deadline {
  private static final long AWAY_MICROS = TimeUnit.SECONDS.toMicros(60);

  /** How stale the one on disk may be; the wrapper allows for three times that. */
  private static final long SLACK_SECONDS = 5;

  private final LeaseFolder folder;
  private final Machine machine;
  private long seconds;
  private long secondsOnDisk;
  private long lastContactMicros;

  Deadline(LeaseFolder folder, Machine machine) throws IOException {
    this.folder = folder;
    this.machine = machine;
    this.lastContactMicros = machine.uptimeMicros();
    this.seconds = folder.readDeadline().orElse(0L);
    this.secondsOnDisk = seconds;
  }

  /** There was word from the broker: the time to live begins anew. */
  void prolong(long timeToLiveSeconds) throws IOException {
    lastContactMicros = machine.uptimeMicros();
    seconds = TimeUnit.MICROSECONDS.toSeconds(lastContactMicros) + timeToLiveSeconds;
    if (Math.abs(seconds - secondsOnDisk) >= SLACK_SECONDS) {
      folder.writeDeadline(seconds);
      secondsOnDisk = seconds;
    }
  }

  boolean isOver() {
    return TimeUnit.MICROSECONDS.toSeconds(machine.uptimeMicros()) > seconds;
  }

  /** Nobody listens at the moment. */
  boolean isBrokerAway(long uptimeMicros) {
    return uptimeMicros - lastContactMicros > AWAY_MICROS;
  }
}
