package io.tradewind.server.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.server.agent.LogStore;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.StoredJson;
import io.tradewind.server.workload.LogReader;
import io.tradewind.server.workload.WorkloadView;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells the console what became of a workload: the choice and its reasons, the log, the charge and
 * the grams.
 */
@ApplicationScoped
class DemoReport {
  private static final int LINES = 50;

  private final LogReader logs;
  private final ObjectMapper json;

  DemoReport(LogReader logs, ObjectMapper json) {
    this.logs = logs;
    this.json = json;
  }

  void say(String sentence) {
    System.out.println(sentence);
  }

  void show(WorkloadView workload, URI address) {
    List<String> out = new ArrayList<>();
    out.add("");
    out.add("Workload   %s (%s): %s".formatted(workload.name(), workload.id(), workload.state()));
    choice(workload, out);
    List<LogReader.Line> lines =
        Database.await(logs.lines(workload.id(), LogStore.LINES_OF_AN_ATTEMPT - 1, LINES));
    lines.forEach(line -> out.add("Log        | " + line.line()));
    if (workload.cost() != null && workload.lease() != null) {
      out.add(
          "Charge     %s %s for %.3f s at %s %s an hour"
              .formatted(
                  workload.cost().amount(),
                  workload.cost().currency(),
                  workload.meteredSeconds(),
                  workload.lease().rate().amount(),
                  workload.lease().rate().currency()));
      out.add(
          String.format(
              Locale.ROOT,
              "Carbon     %.6f gCO2e, %.9f kWh",
              workload.carbonGrams(),
              workload.energyKilowattHours()));
    }
    out.add("See it     %s/workloads/%s".formatted(address, workload.id()));
    out.add("");
    System.out.println(String.join(System.lineSeparator(), out));
  }

  private void choice(WorkloadView workload, List<String> out) {
    if (workload.placement() == null) {
      return;
    }
    JsonNode placement = read(workload.placement());
    JsonNode choice = placement.path("choice");
    if (choice.isObject()) {
      JsonNode offer = choice.path("offer");
      out.add(
          "Choice     %s in %s/%s"
              .formatted(
                  offer.path("instanceType").asText(),
                  offer.path("provider").asText(),
                  offer.path("region").asText()));
    }
    placement.path("explanation").forEach(reason -> out.add("Why        " + reason.asText()));
    JsonNode carbon = choice.path("carbon");
    if (carbon.isObject()) {
      out.add("Grid       %s".formatted(carbon.path("source").asText()));
    }
  }

  private JsonNode read(StoredJson stored) {
    try {
      return json.readTree(stored.text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored placement is not JSON any more.", e);
    }
  }
}
