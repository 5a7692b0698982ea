package io.tradewind.agent;

import java.util.Optional;

/** What is seen of a lease's workload. Times are the machine's uptime in microseconds. */
sealed interface Observation {
  /** It is on its way: an image is fetched, a queue has it, its wrapper is there. */
  record Starting() implements Observation {}

  /**
   * @param seenAtMicros when it was surely still there; time is metered up to then
   */
  record Running(long startedAtMicros, long seenAtMicros) implements Observation {}

  /**
   * @param failure why it is not the workload's own end; empty when it is
   */
  record Ended(
      int exitCode,
      long startedAtMicros,
      long endedAtMicros,
      double processorSeconds,
      Optional<String> failure)
      implements Observation {}

  /** It never ran and never will. */
  record NeverRan(String reason) implements Observation {}

  /** It is not there, and nobody wrote down how it ended. */
  record Gone() implements Observation {}
}
