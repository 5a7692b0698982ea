package io.tradewind.api.agent;

import java.util.List;

/**
 * {@code PUT /agent/v1/sites/{id}/inventory}: what the agent discovered. Sent whole, when its hash
 * changes.
 *
 * @param executors what can run a workload here: {@code process, container, slurm, kubernetes}
 */
public record Inventory(
    String hash,
    String architecture,
    String operatingSystem,
    int vcpus,
    long memoryMib,
    long diskMib,
    List<Device> accelerators,
    List<String> executors) {

  /** A device as its driver names it. */
  public record Device(String name, long memoryMib, String driver, String uuid) {}
}
