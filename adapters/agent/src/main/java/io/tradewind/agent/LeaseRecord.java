package io.tradewind.agent;

import io.tradewind.agent.LeaseState.Ending;
import io.tradewind.api.agent.Phase;
import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The state of a lease, on disk before anybody acts on it. */
final class LeaseRecord {
  private static final Logger LOG = Logger.getLogger(LeaseRecord.class.getName());

  private final LeaseFolder folder;
  private LeaseState state;

  LeaseRecord(LeaseFolder folder, LeaseState state) {
    this.folder = folder;
    this.state = state;
  }

  LeaseState now() {
    return state;
  }

  void keep(LeaseState next) throws IOException {
    folder.writeState(next);
    state = next;
  }

  /** The workload is to end. The first reason stands. */
  void end(Phase phase, String reason) throws IOException {
    if (!state.isFinal() && state.ending() == null) {
      keep(state.ending(new Ending(phase, reason)));
    }
  }

  /** It has ended. */
  void finish(Phase phase, Instant at, @Nullable Integer exitCode, @Nullable String reason)
      throws IOException {
    keep(state.told(phase, at, exitCode, reason));
    String how = exitCode != null ? "exit code " + exitCode : reason;
    LOG.log(Level.INFO, "Lease {0}: {1}, {2}", new Object[] {state.leaseId(), phase, how});
  }
}
