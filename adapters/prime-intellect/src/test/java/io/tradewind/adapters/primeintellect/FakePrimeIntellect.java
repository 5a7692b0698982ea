package io.tradewind.adapters.primeintellect;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.List;

/** The availability as documented: numbered pages with a total; refuses whoever has no key. */
final class FakePrimeIntellect {
  private final List<String> rows = new ArrayList<>();
  private final int pageSize;

  FakePrimeIntellect(LoopbackApi api, int pageSize) {
    this.pageSize = pageSize;
    api.on("GET", "/api/v1/availability/gpus", this::answer);
  }

  FakePrimeIntellect sells(String cloud, String card, String socket, int count, String price) {
    return says(row(cloud, card, socket, count, price));
  }

  FakePrimeIntellect says(String row) {
    rows.add(row);
    return this;
  }

  static String row(String cloud, String card, String socket, int count, String price) {
    return """
    {"cloudId": "machine-%s", "gpuType": "%s", "socket": "%s", "provider": "%s",
     "region": "united_states", "dataCenter": "US-KS-2", "country": "US", "gpuCount": %d,
     "gpuMemory": 80, "disk": {"minCount": 80, "defaultCount": 80, "pricePerUnit": 0.00014},
     "vcpu": {"defaultCount": 16}, "memory": {"defaultCount": 251}, "stockStatus": "Available",
     "security": "secure_cloud", "isSpot": null,
     "prices": {"onDemand": %s, "communityPrice": null, "isVariable": false, "currency": "USD"},
     "images": ["ubuntu_22_cuda_12"]}\
    """
        .formatted(card, card, socket, cloud, count, price);
  }

  ApiReply page(int page) {
    int from = Math.min((page - 1) * pageSize, rows.size());
    int to = Math.min(from + pageSize, rows.size());
    return ApiReply.json(
        "{\"items\": [%s], \"totalCount\": %d}"
            .formatted(String.join(",", rows.subList(from, to)), rows.size()));
  }

  private ApiReply answer(ApiRequest request) {
    return request.header("authorization").filter(it -> it.startsWith("Bearer ")).isPresent()
        ? page(Integer.parseInt(request.parameter("page").orElse("1")))
        : ApiReply.status(403, "{\"detail\": \"Not authenticated\"}");
  }
}
