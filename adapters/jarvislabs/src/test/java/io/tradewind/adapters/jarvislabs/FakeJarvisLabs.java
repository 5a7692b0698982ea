package io.tradewind.adapters.jarvislabs;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.List;

/** The list of cards in all regions; refuses whoever has no key. Some numbers are texts. */
final class FakeJarvisLabs {
  static final String PATH = "/misc/server_meta";

  private final List<String> cards = new ArrayList<>();

  FakeJarvisLabs(LoopbackApi api) {
    api.on(
        "GET",
        PATH,
        request ->
            request.header("authorization").filter(it -> it.startsWith("Bearer ")).isPresent()
                ? meta()
                : ApiReply.status(401, "{\"detail\": \"Not authenticated\"}"));
  }

  FakeJarvisLabs sells(String card, String gigabytes, int most, String price, String spotPrice) {
    return says(row(card, gigabytes, most, price, spotPrice));
  }

  FakeJarvisLabs says(String row) {
    cards.add(row);
    return this;
  }

  static String row(String card, String gigabytes, int most, String price, String spotPrice) {
    return """
    {"gpu_type": "%s", "region": "india-noida-01", "num_free_devices": 5,
     "effective_num_free_devices": 3, "spot_num_free_devices": 2, "price_per_hour": %s,
     "spot_price": %s, "vram": "%s", "cpus_per_gpu": 28, "ram_per_gpu": 112,
     "workload_type": "vm", "num_gpus": "%d"}\
    """
        .formatted(card, price, spotPrice, gigabytes, most);
  }

  ApiReply meta() {
    return ApiReply.json(
        """
        {"server_meta": [%s],
         "cpu_meta": {"workload_type": "container", "combinations": [{"vcpus": 4, "ram_gb": 16}]}}\
        """
            .formatted(String.join(",", cards)));
  }
}
