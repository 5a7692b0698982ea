package io.tradewind.adapters.gcp;

import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.rest.Json;
import io.tradewind.rest.RefusedRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of each generation of TPU a project may run, zone by zone. What it runs already is not
 * told.
 *
 * @param limits by the quota's id, then by zone
 */
record TpuQuotas(Map<String, Map<String, Long>> limits) {
  /** When they could not be read: nothing is known to be forbidden. */
  static final TpuQuotas UNKNOWN = new TpuQuotas(Map.of());

  private static final String SCOPE = "PerProjectPerZoneForTPUAPI";

  private static final Map<String, List<String>> ON_DEMAND =
      Map.of(
          "v4", List.of("TPUV4sPod"),
          "v5litepod", List.of("TPUV5sLitepod", "TPUV5sLitepodServing"),
          "v5p", List.of("TPUV5P"),
          "v6e", List.of("TPUV6E"));

  private static final Map<String, List<String>> SPOT =
      Map.of(
          "v4", List.of("TPUV4sPreemptiblePod"),
          "v5litepod", List.of("TPUV5sPreemptibleLitepod", "TPUV5sPreemptibleLitepodServing"),
          "v5p", List.of("TPUV5PPreemptible"),
          "v6e", List.of("TPUV6EPreemptible"));

  /** Reads one quota of the list; those of other things change nothing. */
  static void read(Json quota, Map<String, Map<String, Long>> limits) throws RefusedRow {
    String id = quota.text("quotaId");
    if (!id.endsWith(SCOPE) || !quota.has("dimensionsInfos")) {
      return;
    }
    for (Json part : quota.items("dimensionsInfos")) {
      long limit = limit(part);
      for (String zone : part.texts("applicableLocations")) {
        limits.computeIfAbsent(id, any -> new HashMap<>()).put(zone, limit);
      }
    }
  }

  /**
   * Whether a project may not even run one. Some generations are counted in chips and some in
   * cores, of which a chip has two, so it is compared with the chips: a quota below them is too
   * small either way. Small v5e slices count against one of two quotas, so both must be too small.
   */
  boolean forbids(String zone, InstanceType slice, CapacityType term) {
    double chips = slice.accelerators().map(set -> set.count()).orElse(0.0);
    List<Long> known =
        ids(TpuSlices.generation(slice), term).stream()
            .map(id -> limits.getOrDefault(id + SCOPE, Map.of()))
            .flatMap(zones -> Optional.ofNullable(zones.get(zone)).stream())
            .toList();
    return !known.isEmpty() && known.stream().allMatch(limit -> limit < chips);
  }

  private static List<String> ids(String generation, CapacityType term) {
    return switch (term) {
      case ON_DEMAND -> ON_DEMAND.getOrDefault(generation, List.of());
      case SPOT -> SPOT.getOrDefault(generation, List.of());
      case RESERVED -> List.of();
    };
  }

  /** A number as text; without one, nothing was granted. -1 is without limit. */
  private static long limit(Json part) throws RefusedRow {
    Json details = part.object("details");
    String text = details.optionalText("value").orElse("0");
    if (!text.matches("-1|\\d{1,18}")) {
      throw RefusedRow.malformed("the limit is '%s'; expected a whole number".formatted(text));
    }
    return text.equals("-1") ? Long.MAX_VALUE : Long.parseLong(text);
  }
}
