package io.tradewind.adapters.vultr;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The plans as documented: two lists, pages by a cursor. */
final class FakeVultr {
  static final String SHARED = "/v2/plans";
  static final String METAL = "/v2/plans-metal";

  private final List<String> plans = new ArrayList<>();
  private final List<String> metal = new ArrayList<>();
  private final int pageSize;

  FakeVultr(LoopbackApi api, int pageSize) {
    this.pageSize = pageSize;
    api.on("GET", SHARED, request -> page("plans", ofType(request), request));
    api.on("GET", METAL, request -> page("plans_metal", metal, request));
  }

  FakeVultr sells(String id, String price, String gpu, int gpuMemory, String... locations) {
    String card = "\"gpu_type\": \"%s\", \"gpu_vram_gb\": %d,".formatted(gpu, gpuMemory);
    return says(
        """
        {"id": "%s", "vcpu_count": 12, "ram": 122880, "disk": 1400, "disk_count": 1,
         "bandwidth": 10240, "monthly_cost": 999, "hourly_cost": %s, "type": "%s", %s
         "locations": ["%s"]}\
        """
            .formatted(
                id,
                price,
                gpu.isEmpty() ? "vc2" : "vcg",
                gpu.isEmpty() ? "" : card,
                String.join("\",\"", locations)));
  }

  FakeVultr says(String plan) {
    plans.add(plan);
    return this;
  }

  FakeVultr sellsMetal(String id, String price, String preemptible, String location) {
    metal.add(
        """
        {"id": "%s", "physical_cpus": 2, "cpu_count": 112, "cpu_cores": 112, "cpu_threads": 224,
         "ram": 2097152, "disk": 960, "disk_count": 2, "bandwidth": 15360, "monthly_cost": 16074.24,
         "hourly_cost": %s, "hourly_cost_preemptible": %s, "type": "NVMe", "locations": ["%s"]}\
        """
            .formatted(id, price, preemptible, location));
    return this;
  }

  ApiReply page(String list, int from) {
    return page(list, list.equals("plans") ? plans : metal, from);
  }

  private List<String> ofType(ApiRequest request) {
    boolean accelerated = request.parameter("type").equals(Optional.of("vcg"));
    return plans.stream().filter(plan -> plan.contains("\"vcg\"") == accelerated).toList();
  }

  private ApiReply page(String list, List<String> all, ApiRequest request) {
    return page(list, all, Integer.parseInt(request.parameter("cursor").orElse("0")));
  }

  private ApiReply page(String list, List<String> all, int from) {
    int to = Math.min(from + pageSize, all.size());
    String next = to < all.size() ? String.valueOf(to) : "";
    return ApiReply.json(
        "{\"%s\": [%s], \"meta\": {\"total\": %d, \"links\": {\"next\": \"%s\", \"prev\": \"\"}}}"
            .formatted(list, String.join(",", all.subList(from, to)), all.size(), next));
  }
}
