package io.tradewind.adapters.gcp;

import com.google.cloud.compute.v1.Quota;
import com.google.cloud.compute.v1.Region;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How many accelerators of a type a project may still start in one region.
 *
 * @param free by the name of the quota's metric
 */
record RegionQuota(Map<String, Double> free) {
  private static final Duration BELIEVED = Duration.ofHours(1);

  static RegionQuota of(Region region) {
    Map<String, Double> free = new HashMap<>();
    for (Quota quota : region.getQuotasList()) {
      free.put(quota.getMetric(), quota.getLimit() - quota.getUsage());
    }
    return new RegionQuota(Map.copyOf(free));
  }

  /**
   * No quota, or unknown: Google tells what may be started, not what is in stock. A type without a
   * quota of its own in the list is unknown too.
   */
  Availability availability(
      String accelerator, double count, CapacityType capacity, Instant observedAt) {
    Double left = free.get(metric(accelerator, capacity));
    if (left == null || left >= count) {
      return Availability.unknown(observedAt);
    }
    return new Availability(
        Availability.State.NO_QUOTA,
        Availability.Kind.FLAG,
        OptionalDouble.empty(),
        observedAt,
        BELIEVED);
  }

  /** {@code nvidia-tesla-t4} counts as {@code NVIDIA_T4_GPUS}. */
  private static String metric(String accelerator, CapacityType capacity) {
    String model =
        switch (accelerator) {
          case "nvidia-h100-80gb" -> "nvidia-h100";
          case "nvidia-h100-mega-80gb" -> "nvidia-h100-mega";
          case "nvidia-h200-141gb" -> "nvidia-h200";
          default -> accelerator.replace("tesla-", "");
        };
    String metric = model.replace('-', '_').toUpperCase(Locale.ROOT) + "_GPUS";
    return capacity == CapacityType.SPOT ? "PREEMPTIBLE_" + metric : metric;
  }
}
