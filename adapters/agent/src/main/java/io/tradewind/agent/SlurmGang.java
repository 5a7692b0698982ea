package io.tradewind.agent;

import io.tradewind.api.agent.LeaseWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A workload of several nodes of which each is a lease, and so a job, of its own. The broker knows
 * the agent's address alone; on which nodes of the cluster the jobs run, they find out themselves
 * by their comments.
 *
 * @param name the same for all of its jobs, and for no others
 */
record SlurmGang(String name, String rank, String nodes) {
  /** What the jobs find out; see {@code slurm-job.sh}. */
  private static final Set<String> ADDRESSES =
      Set.of(
          "MASTER_ADDR",
          "DSTACK_MASTER_NODE_IP",
          "NODE_IPS",
          "SKYPILOT_NODE_IPS",
          "DSTACK_NODES_IPS");

  /** Empty for a workload of one node, and for one whose nodes are one job. */
  static Optional<SlurmGang> of(LeaseWork.Run run) {
    Map<String, String> told = run.environment();
    String nodes = told.getOrDefault("NNODES", "1");
    String rank = told.getOrDefault("NODE_RANK", "");
    String port = told.getOrDefault("MASTER_PORT", "");
    boolean numbers =
        List.of(nodes, rank, port).stream().allMatch(word -> word.matches("\\d{1,6}"));
    return run.nodes() == 1 && numbers && !nodes.equals("1")
        ? Optional.of(
            new SlurmGang("tradewind:%s:%s".formatted(run.workloadId(), port), rank, nodes))
        : Optional.empty();
  }

  String comment() {
    return name + "/" + rank;
  }

  /** The same work without what is found out later. */
  static LeaseWork.Run withoutAddresses(LeaseWork.Run run) {
    Map<String, String> environment = new HashMap<>(run.environment());
    environment.keySet().removeAll(ADDRESSES);
    return new LeaseWork.Run(
        run.workloadId(),
        run.workloadName(),
        run.image(),
        run.setup(),
        run.command(),
        environment,
        run.vcpus(),
        run.memoryMib(),
        run.maxDurationSeconds(),
        run.nodes(),
        run.devices(),
        run.tenant(),
        run.own(),
        run.service());
  }
}
