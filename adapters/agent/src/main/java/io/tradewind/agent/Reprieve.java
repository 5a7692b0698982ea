package io.tradewind.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The time that is left to a workload whose machine is taken back: its checkpoint hook runs, then
 * it hears TERM, and shortly before the end KILL.
 */
final class Reprieve {
  /** Left for the last lines and seconds to reach the broker. */
  private static final long MARGIN_MICROS = TimeUnit.SECONDS.toMicros(10);

  /** However far ahead a provider tells, waiting longer than this saves nothing more. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final String reason;
  private final long endsAtMicros;
  private final Optional<Process> hook;

  private Reprieve(String reason, long endsAtMicros, Optional<Process> hook) {
    this.reason = reason;
    this.endsAtMicros = endsAtMicros;
    this.hook = hook;
  }

  static Reprieve grant(
      Interruption notice, Instant now, long uptimeMicros, Optional<Process> hook) {
    Instant latest = now.plus(LONGEST);
    Instant at = notice.at().isBefore(latest) ? notice.at() : latest;
    long left = ChronoUnit.MICROS.between(now, at) - MARGIN_MICROS;
    return new Reprieve(notice.reason(), uptimeMicros + Math.max(0, left), hook);
  }

  String reason() {
    return reason;
  }

  /** Whether the workload is to be ended now: nothing saves any more, or there is no time left. */
  boolean isOver(long uptimeMicros) {
    return hook.filter(Process::isAlive).isEmpty() || uptimeMicros >= endsAtMicros;
  }

  /** How long after TERM, at the least, the workload is let alone. */
  long graceMicros(long terminatedAtMicros, long usualGraceMicros) {
    return Math.max(usualGraceMicros, endsAtMicros - terminatedAtMicros);
  }
}
