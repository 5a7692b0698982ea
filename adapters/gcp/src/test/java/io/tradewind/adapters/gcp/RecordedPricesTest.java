package io.tradewind.adapters.gcp;

import static io.tradewind.adapters.gcp.FakeGoogle.sku;
import static io.tradewind.adapters.gcp.Market.ZONE;
import static io.tradewind.api.CapacityType.ON_DEMAND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.OfferFeed;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.OptionalData;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Seven SKUs as Google's API answered them; skipped where the recording is not there. */
class RecordedPricesTest extends GcpScenario {
  @Test
  void anA2IsMadeOfRecordedParts() throws Exception {
    String reply =
        Files.readString(OptionalData.require("samples/gcp-cloudbilling-skus-opencost.json"));
    FakeGoogle google = google();
    google
        .tpuSku(sku("V2", "Tpu-v2 accelerator", "OnDemand", "h", "4.5", "us-central1"))
        .machine(ZONE, "a2-highgpu-1g", 12, 87040, "nvidia-tesla-a100", 1);
    google.api.on(
        "GET",
        FakeGoogle.COMPUTE_SKUS,
        request -> ApiReply.json(FakeGoogle.isFirstPage(request) ? reply : "{}"));
    OfferFeed feed = read(google);
    // 12 × 0.031611 + 85 × 0.004237 + 2.933908, which is what Google publishes
    assertThat(only(feed, "a2-highgpu-1g", ON_DEMAND).price())
        .isEqualTo(HourlyRate.of("3.673385", "USD"));
    // Four of them were recorded in rupiah.
    assertThat(feed.refused()).hasSize(4).allMatch(it -> it.detail().contains("IDR"));
  }
}
