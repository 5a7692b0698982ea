package io.tradewind.agent;

/** What is seen of a lease's process. Times are the machine's uptime. */
sealed interface Observation {
  /** The wrapper is there, the workload not yet. */
  record Starting() implements Observation {}

  /**
   * @param pid of the workload's first process, which leads its process group and session
   */
  record Running(long pid, long startedAtMicros) implements Observation {}

  record Ended(int exitCode, long startedAtMicros, long endedAtMicros, double processorSeconds)
      implements Observation {}

  /** It is not there, and nobody wrote down how it ended. */
  record Gone() implements Observation {}
}
