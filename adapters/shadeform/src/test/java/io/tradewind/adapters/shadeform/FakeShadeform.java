package io.tradewind.adapters.shadeform;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.List;

/** The list of instance types as documented; refuses whoever has no key. */
final class FakeShadeform {
  static final String PATH = "/v1/instances/types";

  private final List<String> types = new ArrayList<>();

  FakeShadeform(LoopbackApi api) {
    api.on(
        "GET",
        PATH,
        request ->
            request.header("x-api-key").isPresent()
                ? reply()
                : ApiReply.status(401, "{\"error_code\": \"UNAUTHORIZED\"}"));
  }

  FakeShadeform sells(String cloud, String type, String cents, Card card, String... availability) {
    types.add(
        """
        {"cloud": "%s", "shade_instance_type": "X", "cloud_instance_type": "%s", "hourly_price": %s,
         "configuration": {"memory_in_gb": 200, "storage_in_gb": 256, "vcpus": 26, "num_gpus": %d,
           "gpu_type": "%s", "interconnect": "%s", "vram_per_gpu_in_gb": %d,
           "os_options": ["ubuntu22.04_cuda12.2_shade_os"]},
         "availability": [%s]}\
        """
            .formatted(
                cloud,
                type,
                cents,
                card.count(),
                card.type(),
                card.form(),
                card.memory(),
                String.join(",", availability)));
    return this;
  }

  static String in(String region, boolean available) {
    return "{\"region\": \"%s\", \"available\": %s}".formatted(region, available);
  }

  ApiReply reply() {
    return ApiReply.json("{\"instance_types\": [%s]}".formatted(String.join(",", types)));
  }

  /** What a machine is equipped with, in the API's words. */
  record Card(int count, String type, String form, int memory) {
    static final Card H100 = new Card(8, "H100", "sxm5", 80);
  }
}
