package io.tradewind.matcher.workload;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * When to try again.
 *
 * @param window how long after the first try
 */
public record Retry(Set<Cause> on, Optional<Duration> window) {

  /** What may have gone wrong. */
  public enum Cause {
    NO_CAPACITY,
    INTERRUPTION,
    ERROR
  }

  public Retry {
    on = Collections.unmodifiableSortedSet(new TreeSet<>(on));
  }
}
