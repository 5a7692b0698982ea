package io.tradewind.api;

import java.time.Instant;

/**
 * A machine that runs under a lease.
 *
 * @param nativeId the provider's own id of it
 */
public record Instance(LeaseId lease, String nativeId, Region region, State state, Instant since) {

  /** Where a machine is in its life. */
  public enum State {
    PENDING,
    RUNNING,
    STOPPING,
    /** Gone: it costs nothing any more. */
    TERMINATED
  }
}
