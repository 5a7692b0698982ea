package io.tradewind.agent;

import java.util.List;

/**
 * What a running job holds.
 *
 * @param cpus of all its nodes
 * @param memoryMib of each node
 * @param gres of each node, as it was asked for
 * @param on the names of its nodes; empty where Slurm does not say
 */
record SlurmHolding(
    String name, int nodes, long cpus, long memoryMib, String gres, List<String> on) {
  long cpusOfEach() {
    return nodes > 0 ? cpus / nodes : 0;
  }
}
