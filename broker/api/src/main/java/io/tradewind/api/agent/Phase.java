package io.tradewind.api.agent;

/** How far an agent is with a lease. */
public enum Phase {
  ACCEPTED,
  PREPARING,
  RUNNING,
  /** The workload ended by itself; the exit code says how. */
  ENDED,
  /** It could not be started, or was ended by the agent; the reason says why. */
  FAILED,
  /** It was ended because the broker said so. */
  STOPPED;

  public boolean isFinal() {
    return this == ENDED || this == FAILED || this == STOPPED;
  }
}
