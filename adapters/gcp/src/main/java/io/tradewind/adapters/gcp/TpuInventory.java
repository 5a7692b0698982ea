package io.tradewind.adapters.gcp;

import com.google.cloud.tpu.v2alpha1.QueuedResource;
import com.google.cloud.tpu.v2alpha1.QueuedResourceState;
import io.tradewind.api.CapacityType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a project sees of Cloud TPU.
 *
 * @param types names of slices by zone, such as {@code v5litepod-8}
 * @param waiting what the project's own requests wait for
 * @param silent zones that did not answer this time, with what Google said
 * @param quotas what it may run
 */
record TpuInventory(
    Map<String, Set<String>> types,
    Set<Wish> waiting,
    Map<String, String> silent,
    TpuQuotas quotas) {

  /** A slice that was asked for. */
  record Wish(String zone, String type, CapacityType capacity) {
    private static final Pattern ZONE = Pattern.compile("/locations/([^/]+)/");

    /** Empty unless it waits for TPUs that are free: neither served, nor refused, nor reserved. */
    static List<Wish> of(QueuedResource told) {
      Matcher zone = ZONE.matcher(told.getName());
      boolean isWaiting =
          told.getState().getState() == QueuedResourceState.State.WAITING_FOR_RESOURCES;
      boolean isReserved =
          !told.getReservationName().isEmpty() || told.getGuaranteed().getReserved();
      if (!isWaiting || isReserved || !zone.find()) {
        return List.of();
      }
      CapacityType capacity =
          told.hasSpot() || told.hasBestEffort() ? CapacityType.SPOT : CapacityType.ON_DEMAND;
      return told.getTpu().getNodeSpecList().stream()
          .map(spec -> spec.getNode().getAcceleratorType())
          .map(type -> new Wish(zone.group(1), type, capacity))
          .toList();
    }
  }

  boolean isWaitedFor(String zone, String type, CapacityType capacity) {
    return waiting.contains(new Wish(zone, type, capacity));
  }

  TpuInventory with(TpuQuotas other) {
    return new TpuInventory(types, waiting, silent, other);
  }
}
