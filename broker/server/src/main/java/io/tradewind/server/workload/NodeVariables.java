package io.tradewind.server.workload;

import io.tradewind.server.lease.LeaseEntity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What one of several nodes is told of itself and the others, in the names that launchers read:
 * PyTorch's, and those of the tools that people come from.
 */
final class NodeVariables {
  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 10_000;

  private NodeVariables() {}

  /**
   * @param gpus of one node
   * @return empty for a lease without other nodes
   */
  static Map<String, String> of(LeaseEntity lease, int gpus) {
    if (!lease.inGang() || lease.peers == null) {
      return Map.of();
    }
    List<String> addresses = lease.peers.lines().toList();
    String rank = Integer.toString(lease.node);
    String nodes = Integer.toString(lease.nodes);
    String each = Integer.toString(gpus);
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name : List.of("NODE_RANK", "RANK", "SKYPILOT_NODE_RANK", "DSTACK_NODE_RANK")) {
      variables.put(name, rank);
    }
    for (String name : List.of("NNODES", "WORLD_SIZE", "SKYPILOT_NUM_NODES", "DSTACK_NODES_NUM")) {
      variables.put(name, nodes);
    }
    for (String name :
        List.of("GPUS_PER_NODE", "SKYPILOT_NUM_GPUS_PER_NODE", "DSTACK_GPUS_PER_NODE")) {
      variables.put(name, each);
    }
    for (String name : List.of("MASTER_ADDR", "DSTACK_MASTER_NODE_IP")) {
      variables.put(name, addresses.get(0));
    }
    for (String name : List.of("NODE_IPS", "SKYPILOT_NODE_IPS", "DSTACK_NODES_IPS")) {
      variables.put(name, lease.peers);
    }
    variables.put("MASTER_PORT", Integer.toString(port(lease.workload, lease.attempt)));
    return variables;
  }

  /** The same for all nodes of an attempt; another one for the next, in case it is still taken. */
  private static int port(UUID workload, int attempt) {
    return FIRST_PORT + Math.floorMod(31 * workload.hashCode() + attempt, PORTS);
  }
}
