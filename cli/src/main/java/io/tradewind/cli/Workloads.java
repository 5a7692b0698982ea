package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds a workload by what somebody types. */
final class Workloads {
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** Among the newest; older ones are named by their whole id. */
  private static final int LOOKED_THROUGH = 1_000;

  private Workloads() {}

  /**
   * @param named an id, the beginning of one, or a name; of several of one name the newest
   * @return the id
   */
  static String find(Broker broker, String named) {
    if (ID.matcher(named).matches()) {
      return named;
    }
    List<JsonNode> newest = broker.list("workloads", Map.of(), LOOKED_THROUGH);
    List<String> begun =
        newest.stream()
            .map(it -> it.path("id").asText())
            .filter(it -> it.startsWith(named))
            .toList();
    if (begun.size() == 1) {
      return begun.get(0);
    }
    if (begun.size() > 1) {
      throw new RefusedException(
          "%d workloads begin with %s. Write more of the id.".formatted(begun.size(), named));
    }
    return newest.stream()
        .filter(it -> it.path("name").asText().equals(named))
        .map(it -> it.path("id").asText())
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    "No workload has the id or the name '%s'. tradewind ps lists them."
                        .formatted(named)));
  }
}
