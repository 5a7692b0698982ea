package io.tradewind.api.agent;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item of {@code GET /agent/v1/sites/{id}/leases?after=<cursor>&wait=<seconds>}: what is to be
 * done with a lease now. Level, not edge: the same item may come again.
 *
 * @param generation fences: the broker refuses reports of an older one
 * @param timeToLiveSeconds the agent ends the workload by itself when it could not reach the broker
 *     for this long
 */
public record LeaseWork(
    String leaseId, long generation, Action action, @Nullable Run run, long timeToLiveSeconds) {

  public enum Action {
    RUN,
    STOP
  }

  /**
   * What to run.
   *
   * @param image a container image; null for a plain process
   * @param setup shell lines that run first, in the same shell; may be empty
   * @param maxDurationSeconds after which the agent ends it; 0 for no limit
   */
  public record Run(
      String workloadId,
      String workloadName,
      @Nullable String image,
      String setup,
      String command,
      Map<String, String> environment,
      double vcpus,
      long memoryMib,
      long maxDurationSeconds) {}

  /** A page of work; {@code cursor} goes into the next call. */
  public record Page(String cursor, List<LeaseWork> items) {}
}
