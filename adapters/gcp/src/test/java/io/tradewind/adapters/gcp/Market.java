package io.tradewind.adapters.gcp;

import static io.tradewind.adapters.gcp.FakeGoogle.sku;

/**
 * A small market. The prices of parts add up to what Google publishes for the whole machines in
 * us-central1.
 */
final class Market {
  static final String IOWA = "us-central1";
  static final String ZONE = "us-central1-a";
  private static final String NOW = "OnDemand";
  private static final String SPOT = "Preemptible";

  private Market() {}

  static FakeGoogle open() {
    FakeGoogle google = new FakeGoogle();
    g2(google);
    a3(google);
    n1(google);
    tpus(google);
    google
        .tpus
        .zone(ZONE, "v5litepod-1", "v5litepod-8", "v2-8")
        .zone("us-central1-b")
        .zone("us-central2-b", "v4-8", "v4-32");
    return google
        .machine(ZONE, "g2-standard-4", 4, 16384, "nvidia-l4", 1)
        .machine(ZONE, "a3-highgpu-8g", 208, 1916928, "nvidia-h100-80gb", 8)
        .machine(ZONE, "a3-highgpu-1g", 26, 239616, "nvidia-h100-80gb", 1)
        .machine(ZONE, "n1-standard-4", 4, 15360)
        .accelerator(ZONE, "nvidia-tesla-t4")
        .empty("us-central1-b")
        .quota(IOWA, "NVIDIA_H100_GPUS", 0, 0);
  }

  private static void g2(FakeGoogle google) {
    google
        .sku(sku("G2-1", "G2 Instance Core running in Americas", NOW, "h", "0.024988", IOWA))
        .sku(sku("G2-2", "G2 Instance Ram running in Americas", NOW, "GiBy.h", "0.002927501", IOWA))
        .sku(sku("G2-3", "Nvidia L4 GPU running in Americas", NOW, "h", "0.560040239", IOWA))
        .sku(
            sku(
                "G2-4",
                "Spot Preemptible G2 Instance Core running in Americas",
                SPOT,
                "h",
                "0.01",
                IOWA))
        .sku(
            sku(
                "G2-5",
                "Spot Preemptible G2 Instance Ram running in Americas",
                SPOT,
                "GiBy.h",
                "0.001",
                IOWA))
        .sku(
            sku(
                "G2-6",
                "Nvidia L4 GPU attached to Spot Preemptible VMs running in Americas",
                SPOT,
                "h",
                "0.25",
                IOWA));
  }

  private static void a3(FakeGoogle google) {
    google
        .sku(sku("A3-1", "A3 Instance Core running in Americas", NOW, "h", "0.022009063", IOWA))
        .sku(sku("A3-2", "A3 Instance Ram running in Americas", NOW, "GiBy.h", "0.002608", IOWA))
        .sku(sku("A3-3", "Nvidia H100 80GB GPU running in Americas", NOW, "h", "9.796550569", IOWA))
        .sku(sku("SSD-1", "SSD backed Local Storage", NOW, "GiBy.mo", "0.08", IOWA))
        .sku(
            sku(
                "A3-4",
                "Spot Preemptible A3 Instance Core running in Americas",
                SPOT,
                "h",
                "0.01",
                IOWA))
        .sku(
            sku(
                "A3-5",
                "Spot Preemptible A3 Instance Ram running in Americas",
                SPOT,
                "GiBy.h",
                "0.001",
                IOWA))
        .sku(
            sku(
                "A3-6",
                "Nvidia H100 80GB GPU attached to Spot Preemptible VMs running in Americas",
                SPOT,
                "h",
                "5.5",
                IOWA))
        .sku(
            sku(
                "SSD-2",
                "SSD backed Local Storage attached to Spot Preemptible VMs",
                SPOT,
                "GiBy.mo",
                "0.048",
                IOWA));
  }

  private static void n1(FakeGoogle google) {
    google
        .sku(
            sku(
                "N1-1",
                "N1 Predefined Instance Core running in Americas",
                NOW,
                "h",
                "0.031611",
                IOWA))
        .sku(
            sku(
                "N1-2",
                "N1 Predefined Instance Ram running in Americas",
                NOW,
                "GiBy.h",
                "0.004237",
                IOWA))
        .sku(sku("N1-3", "Nvidia Tesla T4 GPU running in Americas", NOW, "h", "0.35", IOWA));
  }

  private static void tpus(FakeGoogle google) {
    google
        .sku(sku("TPU-1", "TpuV5e running in us-central1", NOW, "h", "1.2", IOWA))
        .sku(sku("TPU-2", "Preemptible TpuV5e running in us-central1", NOW, "h", "0.6", IOWA))
        .tpuSku(
            sku("TPU-3", "Tpu-v4 Pod running in us-central2", NOW, "h", "12.88", "us-central2"));
  }
}
