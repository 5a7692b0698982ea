package io.tradewind.server.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.DeviceNames;
import io.tradewind.api.Memory;
import io.tradewind.api.SiteNode;
import io.tradewind.api.agent.Inventory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The nodes of a cluster, as its agent told them in its inventory. */
final class ClusterNodes {
  private static final Logger LOG = Logger.getLogger(ClusterNodes.class);

  private static final ObjectReader INVENTORY =
      new ObjectMapper()
          .readerFor(Inventory.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private ClusterNodes() {}

  /**
   * With what may be sold of each; none gives more than the whole. Empty for a machine, and for an
   * agent that does not tell.
   */
  static List<SiteNode> of(AgentEntity agent) {
    String told = agent.inventory;
    if (told == null || !told.contains("\"nodes\":[")) {
      return List.of();
    }
    try {
      Inventory inventory = INVENTORY.readValue(told);
      Map<String, Memory> memories = memories(inventory);
      return nodes(inventory).stream()
          .map(node -> sold(node, agent, memories))
          .filter(node -> node.vcpus() > 0)
          .toList();
    } catch (JsonProcessingException | RuntimeException e) {
      // What one agent told must not take all sites off the market.
      LOG.errorf(e, "The nodes that agent %s told are not understood.", agent.id);
      return List.of();
    }
  }

  private static List<Inventory.Node> nodes(Inventory inventory) {
    return inventory.nodes() == null ? List.of() : inventory.nodes();
  }

  private static SiteNode sold(
      Inventory.Node node, AgentEntity agent, Map<String, Memory> memories) {
    int devices =
        node.accelerators().entrySet().stream()
            .filter(it -> isSold(it.getKey(), agent, memories))
            .mapToInt(Map.Entry::getValue)
            .sum();
    int vcpus = agent.vcpus == null ? 0 : agent.vcpus;
    long memory = agent.memoryMib == null ? 0 : agent.memoryMib;
    return new SiteNode(
        node.count(),
        Math.min(devices, agent.accelerators),
        Math.min(node.vcpus(), vcpus),
        new Memory(Math.min(node.memoryMib(), memory)));
  }

  private static boolean isSold(String device, AgentEntity agent, Map<String, Memory> memories) {
    Optional<AcceleratorModel> model =
        DeviceNames.model(device, memories.getOrDefault(device, Memory.NONE));
    return model.filter(it -> it.name().equals(agent.accelerator)).isPresent();
  }

  private static Map<String, Memory> memories(Inventory inventory) {
    return inventory.accelerators().stream()
        .collect(
            Collectors.toMap(
                Inventory.Device::name,
                device -> new Memory(Math.max(0, device.memoryMib())),
                (first, second) -> first));
  }
}
