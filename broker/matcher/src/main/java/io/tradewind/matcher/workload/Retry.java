package io.tradewind.matcher.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a workload is matched again, after it found no machine, lost it, or failed.
 *
 * <p>The window bounds the time without success, and so what a mistake can cost: after an
 * interruption it begins when the machine was lost, so that a job of three days is still resumed;
 * for the other causes it begins at the submission.
 *
 * @param window empty for {@link #USUAL_WINDOW}
 * @param checkpoint how often it saves what it has done, so that no more than that is lost with a
 *     machine; empty where it begins anew
 */
public record Retry(
    Set<Cause> on, Optional<Duration> window, Hedge hedge, Optional<Duration> checkpoint) {
  public static final Duration USUAL_WINDOW = Duration.ofDays(1);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** When a second machine is started beside a doubtful first one. */
  public enum Hedge {
    /** Where else the deadline could be missed. */
    FOR_DEADLINE,
    /** Wherever the first start is doubtful. */
    ALWAYS,
    NEVER
  }

  /** What may have gone wrong. */
  public enum Cause {
    /** Nothing that may be leased had room. */
    NO_CAPACITY,
    /** The machine was taken away or lost while the workload was on it. */
    INTERRUPTION,
    /** The workload ended with another exit code than 0, or could not be started where it was. */
    ERROR;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Cause of(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }

  public Retry(Set<Cause> on, Optional<Duration> window) {
    this(on, window, Hedge.FOR_DEADLINE, Optional.empty());
  }

  public Retry {
    on = Collections.unmodifiableSortedSet(new TreeSet<>(on));
  }

  /**
   * When to try again. After an interruption the first try is at once, since the market is not the
   * cause; every further wait is twice the one before, up to five minutes.
   *
   * @param submitted when the workload was submitted
   * @param lost when it last lost a machine, for {@link Cause#INTERRUPTION}
   * @param tries how often it was matched again since it last ran
   * @return empty where the cause is not retried, or the window would be over
   */
  public Optional<Instant> next(
      Cause cause, Instant submitted, Instant lost, int tries, Instant now) {
    if (!on.contains(cause)) {
      return Optional.empty();
    }
    Instant begin = cause == Cause.INTERRUPTION ? lost : submitted;
    Instant next = now.plus(wait(cause, tries));
    return next.isAfter(begin.plus(window.orElse(USUAL_WINDOW)))
        ? Optional.empty()
        : Optional.of(next);
  }

  private static Duration wait(Cause cause, int tries) {
    if (cause == Cause.INTERRUPTION && tries == 0) {
      return Duration.ZERO;
    }
    Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(tries, 10));
    return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
  }
}
