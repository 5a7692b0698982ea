package io.tradewind.adapters.gcp;

import io.tradewind.api.InstanceType;
import java.util.Map;
import java.util.Optional;

/**
 * Slices of one host, which Compute Engine makes like any machine; facts from its public
 * documentation of TPU machines. A slice of several hosts is several machines, and a v4 is made by
 * the older interface of Cloud TPU alone.
 */
final class TpuMachines {
  static final String IMAGE =
      "projects/ubuntu-os-accelerator-images/global/images/family/ubuntu-accel-2204-amd64-tpu-v5e-v5p-v6e";

  private static final Map<String, String> TYPES =
      Map.of(
          "tpu-v5litepod-1", "ct5lp-hightpu-1t",
          "tpu-v5litepod-4", "ct5lp-hightpu-4t",
          "tpu-v5litepod-8", "ct5lp-hightpu-8t",
          "tpu-v5p-8", "ct5p-hightpu-4t",
          "tpu-v6e-1", "ct6e-standard-1t",
          "tpu-v6e-4", "ct6e-standard-4t",
          "tpu-v6e-8", "ct6e-standard-8t");

  private TpuMachines() {}

  static boolean isSlice(InstanceType type) {
    return type.name().startsWith(TpuSlices.PREFIX);
  }

  /** Compute Engine's name of a slice; empty for one that is no single machine. */
  static Optional<String> machineType(InstanceType slice) {
    return Optional.ofNullable(TYPES.get(slice.name()));
  }
}
