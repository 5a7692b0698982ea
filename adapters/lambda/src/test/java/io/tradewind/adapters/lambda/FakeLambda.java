package io.tradewind.adapters.lambda;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The list of machine types as documented: one object, by name; refuses whoever has no key. */
final class FakeLambda {
  static final String PATH = "/api/v1/instance-types";

  private final Map<String, String> types = new LinkedHashMap<>();

  FakeLambda(LoopbackApi api) {
    api.on(
        "GET",
        PATH,
        request ->
            request.header("authorization").filter(it -> it.startsWith("Bearer ")).isPresent()
                ? reply()
                : ApiReply.status(401, "{\"error\": {\"code\": \"global/invalid-api-key\"}}"));
  }

  FakeLambda sells(String name, String card, int gpus, String cents, String... free) {
    String regions =
        Arrays.stream(free)
            .map(region -> "{\"name\": \"%s\", \"description\": \"Somewhere\"}".formatted(region))
            .collect(Collectors.joining(","));
    types.put(
        name,
        """
        {"instance_type": {"name": "%s", "description": "some", "gpu_description": "%s",
           "price_cents_per_hour": %s,
           "specs": {"vcpus": 26, "memory_gib": 200, "storage_gib": 1024, "gpus": %d}},
         "regions_with_capacity_available": [%s]}\
        """
            .formatted(name, card, cents, gpus, regions));
    return this;
  }

  FakeLambda says(String name, String json) {
    types.put(name, json);
    return this;
  }

  ApiReply reply() {
    return ApiReply.json(
        types.entrySet().stream()
            .map(type -> "\"%s\": %s".formatted(type.getKey(), type.getValue()))
            .collect(Collectors.joining(",", "{\"data\": {", "}}")));
  }
}
