package io.tradewind.api.agent;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /agent/v1/sites/{id}/inventory}: what the agent discovered. Sent whole, when its hash
 * changes.
 *
 * @param hardware further parts; null from agents that do not look for them
 * @param executors what can run a workload here: {@code process, container, slurm, kubernetes}
 * @param nodes of a cluster that the rest sums up; null where this is one machine, and from agents
 *     that do not tell: then nothing says how much of it one node can give
 */
public record Inventory(
    String hash,
    String architecture,
    String operatingSystem,
    int vcpus,
    long memoryMib,
    long diskMib,
    List<Device> accelerators,
    List<String> executors,
    @Nullable Hardware hardware,
    @Nullable List<Node> nodes) {

  public Inventory(
      String hash,
      String architecture,
      String operatingSystem,
      int vcpus,
      long memoryMib,
      long diskMib,
      List<Device> accelerators,
      List<String> executors) {
    this(
        hash,
        architecture,
        operatingSystem,
        vcpus,
        memoryMib,
        diskMib,
        accelerators,
        executors,
        null,
        null);
  }

  /**
   * Nodes of a cluster that are alike in what they have for the market: all but what others than
   * this agent's leases hold of them.
   *
   * @param count how many of them there are
   * @param vcpus of each, as the rest
   * @param accelerators by the names that {@link #accelerators()} has
   */
  public record Node(int count, int vcpus, long memoryMib, Map<String, Integer> accelerators) {}

  /**
   * What else was found; every list may be empty.
   *
   * @param numaNodes processors of each, as Linux lists them, such as {@code 0-15,32-47}
   * @param links between accelerators, such as {@code NVLink}
   * @param unclaimed accelerators on the bus that no driver speaks for
   */
  public record Hardware(
      String processor,
      int sockets,
      List<String> numaNodes,
      List<Disk> disks,
      List<Network> networks,
      List<String> links,
      List<String> unclaimed) {}

  public record Disk(String name, long gibibytes, boolean rotational) {}

  /**
   * @param megabitsPerSecond 0 where the link does not say
   * @param rdma InfiniBand or RoCE
   */
  public record Network(String name, long megabitsPerSecond, boolean rdma) {}

  /** A device as its driver names it. */
  public record Device(String name, long memoryMib, String driver, String uuid) {}
}
