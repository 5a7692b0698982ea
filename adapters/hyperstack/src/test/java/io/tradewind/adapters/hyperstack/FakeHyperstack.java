package io.tradewind.adapters.hyperstack;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Flavors in groups of card and region, and the price book, a bare list; refuses whoever has no
 * key.
 */
final class FakeHyperstack {
  static final String FLAVORS = "/v1/core/flavors";
  static final String PRICES = "/v1/pricebook";

  private final Map<String, List<String>> groups = new LinkedHashMap<>();
  private final List<String> prices = new ArrayList<>();

  FakeHyperstack(LoopbackApi api) {
    api.on("GET", FLAVORS, request -> guarded(request, flavors()));
    api.on("GET", PRICES, request -> guarded(request, prices()));
    priced("vcpu (cpu-only-flavors)", "0.01").priced("custom", "null");
  }

  FakeHyperstack priced(String resource, String value) {
    prices.add(
        """
        {"id": %d, "name": "%s", "value": %s, "original_value": %s, "discount_applied": false,
         "start_time": null, "end_time": null}\
        """
            .formatted(prices.size() + 1, resource, value, value));
    return this;
  }

  FakeHyperstack sells(String name, String card, int count, String region, String stock) {
    groups
        .computeIfAbsent(
            "\"gpu\": \"%s\", \"region_name\": \"%s\"".formatted(card, region),
            key -> new ArrayList<>())
        .add(
            """
            {"id": 1, "name": "%s", "display_name": null, "region_name": "%s", "cpu": 28, "ram": 120.0,
             "disk": 100, "ephemeral": 750, "gpu": "%s", "gpu_count": %d, "stock_available": %s,
             "created_at": "2026-01-01T00:00:00Z", "labels": [], "features": {}}\
            """
                .formatted(name, region, card, count, stock));
    return this;
  }

  ApiReply prices() {
    return ApiReply.json("[%s]".formatted(String.join(",", prices)));
  }

  ApiReply flavors() {
    return ApiReply.json(
        groups.entrySet().stream()
            .map(
                group ->
                    "{%s, \"flavors\": [%s]}"
                        .formatted(group.getKey(), String.join(",", group.getValue())))
            .collect(
                Collectors.joining(
                    ",", "{\"status\": true, \"message\": \"ok\", \"data\": [", "]}")));
  }

  private static ApiReply guarded(ApiRequest request, ApiReply reply) {
    return request.header("api_key").isPresent()
        ? reply
        : ApiReply.status(401, "{\"status\": false, \"message\": \"Unauthorized\"}");
  }
}
