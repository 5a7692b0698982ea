package io.tradewind.agent;

import io.tradewind.api.agent.Inventory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an executor may offer of machines other than the agent's own.
 *
 * @param nodes that it is made of; empty for one machine
 */
record Capacity(
    String architecture,
    int vcpus,
    long memoryMib,
    List<Inventory.Device> accelerators,
    List<Inventory.Node> nodes) {
  Capacity {
    accelerators = List.copyOf(accelerators);
    nodes = List.copyOf(nodes);
  }

  /**
   * The same nodes with those that are alike counted together, in an order that is always the same.
   *
   * @param nodes each with the count 1
   */
  static List<Inventory.Node> grouped(List<Inventory.Node> nodes) {
    Map<Inventory.Node, Integer> counts = new LinkedHashMap<>();
    nodes.forEach(node -> counts.merge(node, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(
            it ->
                new Inventory.Node(
                    it.getValue(),
                    it.getKey().vcpus(),
                    it.getKey().memoryMib(),
                    it.getKey().accelerators()))
        .toList();
  }
}
