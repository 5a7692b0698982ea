package io.tradewind.server.tracking;

import io.tradewind.server.market.MoneyView;
import io.tradewind.server.workload.WorkloadView;
import io.tradewind.server.workload.WorkloadView.AttemptView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is told of a workload that has ended, in the words of MLflow's REST API. A metric is a
 * floating-point number there, so the exact amounts stand in a tag beside it.
 */
record RunFigures(WorkloadView workload) {
  /** By which a run is found again. */
  static final String TAG = "tradewind.workload";

  /** Of a name in a filter: MLflow has no way to quote an apostrophe, and an id has none. */
  String filter() {
    return "tags.`%s` = '%s'".formatted(TAG, workload.id());
  }

  JsonObject creation(String experiment) {
    return new JsonObject()
        .put("experiment_id", experiment)
        .put("run_name", workload.name())
        .put("start_time", millis(Optional.ofNullable(workload.startedAt())))
        .put("tags", pairs(Map.of(TAG, workload.id().toString())));
  }

  JsonObject batch(String run) {
    return new JsonObject()
        .put("run_id", run)
        .put("metrics", metrics())
        .put("params", pairs(parameters()))
        .put("tags", pairs(tags()));
  }

  JsonObject end(String run) {
    return new JsonObject()
        .put("run_id", run)
        .put("status", status())
        .put("end_time", millis(Optional.ofNullable(workload.endedAt())));
  }

  private JsonArray metrics() {
    Map<String, Double> values = new LinkedHashMap<>();
    for (MoneyView cost : workload.costs()) {
      values.put(
          "tradewind/cost_" + cost.currency().toLowerCase(Locale.ROOT),
          Double.valueOf(cost.amount()));
    }
    values.put("tradewind/carbon_grams", workload.carbonGrams());
    values.put("tradewind/energy_kwh", workload.energyKilowattHours());
    values.put("tradewind/metered_seconds", workload.meteredSeconds());
    JsonArray metrics = new JsonArray();
    values.forEach(
        (key, value) ->
            metrics.add(
                new JsonObject()
                    .put("key", key)
                    .put("value", value)
                    .put("timestamp", millis(Optional.ofNullable(workload.endedAt())))
                    .put("step", 0)));
    return metrics;
  }

  private Map<String, String> parameters() {
    List<AttemptView> attempts = workload.attempts();
    if (attempts.isEmpty()) {
      return Map.of();
    }
    AttemptView last = attempts.stream().max(Comparator.comparing(AttemptView::at)).orElseThrow();
    Map<String, String> places = new LinkedHashMap<>();
    places.put("tradewind.provider", last.provider());
    places.put("tradewind.region", last.region());
    places.put("tradewind.instance_type", last.instanceType());
    places.put("tradewind.nodes", String.valueOf(last.nodes()));
    return places;
  }

  private Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(TAG, workload.id().toString());
    tags.put("tradewind.state", workload.state());
    tags.put(
        "tradewind.cost",
        String.join(
            ", ", workload.costs().stream().map(it -> it.amount() + " " + it.currency()).toList()));
    return tags;
  }

  private String status() {
    return switch (workload.state()) {
      case "succeeded" -> "FINISHED";
      case "cancelled" -> "KILLED";
      default -> "FAILED";
    };
  }

  private static JsonArray pairs(Map<String, String> values) {
    JsonArray pairs = new JsonArray();
    values.forEach((key, value) -> pairs.add(new JsonObject().put("key", key).put("value", value)));
    return pairs;
  }

  private static long millis(Optional<Instant> at) {
    return at.orElse(Instant.EPOCH).toEpochMilli();
  }
}
