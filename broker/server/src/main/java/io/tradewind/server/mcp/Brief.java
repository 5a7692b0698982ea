package io.tradewind.server.mcp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the API without what an assistant has no use for: what it reads costs, and crowds out
 * the rest. An offer never goes without its age and its source.
 */
final class Brief {
  private static final int RUNNERS_UP = 3;

  private static final List<String> OFFER =
      List.of(
          "id",
          "provider",
          "region",
          "country",
          "instanceType",
          "accelerator",
          "vcpus",
          "memoryGib",
          "capacityType",
          "price",
          "pricePerAccelerator",
          "freshness",
          "observedAt",
          "leasable",
          "leasableReason");

  private static final List<String> CANDIDATE =
      List.of("nodes", "hours", "pricePerHour", "roundTrip", "start", "why");

  private static final List<String> CARBON =
      List.of("totalGrams", "energyKilowattHours", "basis", "source", "estimated");

  private static final List<String> PLACEMENT =
      List.of(
          "outcome",
          "objective",
          "considered",
          "feasible",
          "rejections",
          "explanation",
          "policies",
          "startAfter");

  private static final List<String> MISS = List.of("constraint", "savingPercent", "advice");

  private static final List<String> COST =
      List.of(
          "id", "name", "state", "costs", "carbonGrams", "energyKilowattHours", "meteredSeconds");

  private static final List<String> WORKLOAD =
      List.of(
          "id",
          "name",
          "kind",
          "state",
          "reason",
          "createdAt",
          "startedAt",
          "endedAt",
          "exitCode",
          "costs",
          "carbonGrams",
          "energyKilowattHours",
          "meteredSeconds");

  private static final List<String> WORKLOAD_IN_FULL = List.of("nodes", "attempts", "service");

  private Brief() {}

  static JsonObject offers(JsonObject page) {
    return page(page, Brief::offer);
  }

  static JsonObject workloads(JsonObject page) {
    return page(page, it -> picked(it, WORKLOAD));
  }

  static JsonObject cost(JsonObject workload) {
    return picked(workload, COST);
  }

  static JsonObject workload(JsonObject workload) {
    JsonObject brief = picked(workload, WORKLOAD).mergeIn(picked(workload, WORKLOAD_IN_FULL));
    JsonObject placement = workload.getJsonObject("placement");
    return placement == null ? brief : brief.put("placement", placement(placement));
  }

  static JsonObject placement(JsonObject placement) {
    return picked(placement, PLACEMENT)
        .put("choice", candidate(placement.getJsonObject("choice")))
        .put("startable", candidate(placement.getJsonObject("startable")))
        .put("runnersUp", each(placement.getJsonArray("runnersUp"), RUNNERS_UP, Brief::candidate))
        .put(
            "nearestMisses",
            each(placement.getJsonArray("nearestMisses"), RUNNERS_UP, it -> picked(it, MISS)));
  }

  private static @Nullable JsonObject candidate(@Nullable JsonObject candidate) {
    if (candidate == null) {
      return null;
    }
    JsonObject carbon = candidate.getJsonObject("carbon");
    return picked(candidate, CANDIDATE)
        .put("offer", offer(candidate.getJsonObject("offer")))
        .put("cost", candidate.getJsonObject("cost").getValue("total"))
        .put("carbon", carbon == null ? null : picked(carbon, CARBON));
  }

  private static JsonObject offer(JsonObject offer) {
    return picked(offer, OFFER)
        .put("availability", offer.getJsonObject("availability").getString("state"))
        .put("source", offer.getJsonObject("source").getString("name"));
  }

  private static JsonObject page(JsonObject page, UnaryOperator<@Nullable JsonObject> brief) {
    return new JsonObject()
        .put("total", page.getValue("total"))
        .put("nextCursor", page.getValue("nextCursor"))
        .put("items", each(page.getJsonArray("items"), Integer.MAX_VALUE, brief));
  }

  private static JsonArray each(
      @Nullable JsonArray all, int most, UnaryOperator<@Nullable JsonObject> brief) {
    JsonArray some = new JsonArray();
    if (all != null) {
      all.stream().limit(most).map(JsonObject.class::cast).map(brief).forEach(some::add);
    }
    return some;
  }

  private static JsonObject picked(JsonObject from, List<String> names) {
    JsonObject some = new JsonObject();
    names.stream()
        .filter(name -> from.getValue(name) != null)
        .forEach(name -> some.put(name, from.getValue(name)));
    return some;
  }
}
