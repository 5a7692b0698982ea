package io.tradewind.adapters.vast;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The search as documented: filters in the body, an answer that is cut short at the limit. */
final class FakeVast {
  static final String PATH = "/api/v0/bundles/";

  private static final Pattern AFTER = Pattern.compile("\"id\": \\{\"gt\": (\\d+)}");
  private static final Pattern LIMIT = Pattern.compile("\"limit\": (\\d+)");

  private final SortedMap<Long, String> machines = new TreeMap<>();
  private boolean ignoresIds;

  FakeVast(LoopbackApi api) {
    api.on("POST", PATH, this::answer);
  }

  FakeVast has(long id, Map<String, String> changes) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("id", String.valueOf(id));
    fields.put("machine_id", String.valueOf(9000 + id));
    fields.put("gpu_name", "\"RTX 4090\"");
    fields.put("gpu_ram", "24564");
    fields.put("num_gpus", "2");
    fields.put("cpu_cores", "64");
    fields.put("cpu_cores_effective", "16.0");
    fields.put("cpu_ram", "262144");
    fields.put("disk_space", "500.1");
    fields.put("dph_base", "0.7");
    fields.put("dph_total", "0.75");
    fields.put("storage_cost", "0.15");
    fields.put("min_bid", "0.4");
    fields.put("reliability2", "0.9981");
    fields.put("verification", "\"verified\"");
    fields.put("geolocation", "\"Denmark, DK\"");
    fields.put("rentable", "true");
    fields.put("rented", "false");
    fields.putAll(changes);
    machines.put(
        id,
        "{"
            + String.join(
                ",",
                fields.entrySet().stream()
                    .map(it -> "\"%s\": %s".formatted(it.getKey(), it.getValue()))
                    .toList())
            + "}");
    return this;
  }

  FakeVast has(long id) {
    return has(id, Map.of());
  }

  FakeVast ignoresIds() {
    ignoresIds = true;
    return this;
  }

  ApiReply everything() {
    return ApiReply.json("{\"offers\": [%s]}".formatted(String.join(",", machines.values())));
  }

  private ApiReply answer(ApiRequest request) {
    long after = ignoresIds ? 0 : number(AFTER, request.body());
    return ApiReply.json(
        "{\"offers\": [%s]}"
            .formatted(
                String.join(
                    ",",
                    machines.tailMap(after + 1).values().stream()
                        .limit(number(LIMIT, request.body()))
                        .toList())));
  }

  private static long number(Pattern pattern, String body) {
    Matcher found = pattern.matcher(body);
    if (!found.find()) {
      throw new IllegalArgumentException("No %s in %s".formatted(pattern, body));
    }
    return Long.parseLong(found.group(1));
  }
}
