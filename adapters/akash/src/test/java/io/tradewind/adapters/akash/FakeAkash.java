package io.tradewind.adapters.akash;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.List;

/** The list of accelerator prices, as the console's public API tells it. */
final class FakeAkash {
  private final List<String> models = new ArrayList<>();

  FakeAkash(LoopbackApi api) {
    api.on("GET", "/v1/gpu-prices", request -> prices());
  }

  FakeAkash has(String model, String ram, String form, int free, String median) {
    return says(
        """
        {"vendor": "nvidia", "model": "%s", "ram": "%s", "interface": "%s",
         "availability": {"total": 71, "available": %d},
         "providerAvailability": {"total": 4, "available": 3, "providers": []},
         "price": {"currency": "USD", "min": 0.01, "max": 9.5, "avg": 2.6,
                   "weightedAverage": 2.5, "med": %s},
         "priceUakt": null, "bidCount": 12}\
        """
            .formatted(model, ram, form, free, median));
  }

  FakeAkash says(String model) {
    models.add(model);
    return this;
  }

  ApiReply prices() {
    return ApiReply.json(
        "{\"availability\": {\"total\": 261, \"available\": 135}, \"models\": [%s]}"
            .formatted(String.join(",", models)));
  }
}
