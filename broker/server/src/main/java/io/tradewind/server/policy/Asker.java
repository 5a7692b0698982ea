package io.tradewind.server.policy;

import io.tradewind.server.workload.WorkloadEntity;
import java.util.Optional;
import java.util.UUID;

/**
 * For whom a decision is made.
 *
 * @param project empty where nobody has said for which
 * @param begins a workload, and not only another machine for one that has begun
 */
public record Asker(UUID organization, Optional<UUID> project, boolean begins) {
  public static Asker beginning(UUID organization, UUID project) {
    return new Asker(organization, Optional.of(project), true);
  }

  public static Asker goingOn(WorkloadEntity workload) {
    return new Asker(workload.organization, Optional.of(workload.project), false);
  }

  /** Begins nothing, and is of no project. */
  public static Asker watching(UUID organization) {
    return new Asker(organization, Optional.empty(), false);
  }

  /**
   * @param attempts leases that it has had; replicas belong to a service that has begun
   */
  static Asker after(WorkloadEntity workload, int attempts) {
    boolean begins = attempts == 0 && workload.service == null;
    return new Asker(workload.organization, Optional.of(workload.project), begins);
  }
}
