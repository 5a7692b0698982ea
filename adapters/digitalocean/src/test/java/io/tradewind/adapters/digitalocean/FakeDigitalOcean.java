package io.tradewind.adapters.digitalocean;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.List;

/** The sizes as documented: pages with a link to the next; refuses whoever has no token. */
final class FakeDigitalOcean {
  static final String PATH = "/v2/sizes";

  private final List<String> sizes = new ArrayList<>();
  private final LoopbackApi api;
  private final int pageSize;

  FakeDigitalOcean(LoopbackApi api, int pageSize) {
    this.api = api;
    this.pageSize = pageSize;
    api.on("GET", PATH, this::answer);
  }

  FakeDigitalOcean sells(String slug, String price, String model, int count, String... regions) {
    String card =
        "\"gpu_info\": {\"count\": %d, \"vram\": {\"amount\": 80, \"unit\": \"gib\"}, \"model\": \"%s\"},"
            .formatted(count, model);
    return says(
        """
        {"slug": "%s", "memory": 245760, "vcpus": 20, "disk": 720, "transfer": 15.0,
         "price_monthly": 3281.04, "price_hourly": %s, "regions": ["%s"], "available": %s,
         "description": "some", "networking_throughput": 10000, %s
         "disk_info": [{"type": "local", "size": {"amount": 720, "unit": "gib"}}]}\
        """
            .formatted(
                slug,
                price,
                String.join("\",\"", regions),
                !slug.contains("sold-out"),
                model.isEmpty() ? "" : card));
  }

  FakeDigitalOcean says(String size) {
    sizes.add(size);
    return this;
  }

  ApiReply page(int page) {
    int from = Math.min((page - 1) * pageSize, sizes.size());
    int to = Math.min(from + pageSize, sizes.size());
    String links =
        to < sizes.size()
            ? "\"pages\": {\"next\": \"%s%s?page=%d&per_page=200\"}"
                .formatted(api.url(), PATH, page + 1)
            : "";
    return ApiReply.json(
        "{\"sizes\": [%s], \"links\": {%s}, \"meta\": {\"total\": %d}}"
            .formatted(String.join(",", sizes.subList(from, to)), links, sizes.size()));
  }

  private ApiReply answer(ApiRequest request) {
    return request.header("authorization").filter(it -> it.startsWith("Bearer ")).isPresent()
        ? page(Integer.parseInt(request.parameter("page").orElse("1")))
        : ApiReply.status(
            401, "{\"id\": \"Unauthorized\", \"message\": \"Unable to authenticate you\"}");
  }
}
