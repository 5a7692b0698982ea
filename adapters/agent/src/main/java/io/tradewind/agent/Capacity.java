package io.tradewind.agent;

import io.tradewind.api.agent.Inventory;
import java.util.List;

/** What an executor may offer of machines other than the agent's own. */
record Capacity(
    String architecture, int vcpus, long memoryMib, List<Inventory.Device> accelerators) {
  Capacity {
    accelerators = List.copyOf(accelerators);
  }
}
