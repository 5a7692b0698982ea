package io.tradewind.adapters.gcp;

import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Region;
import java.time.OffsetDateTime;
import java.util.Map;

/**
 * A machine or a TPU slice as Google tells it.
 *
 * @param state as the broker sees it; terminated for what has stopped and still has its disk
 */
record Machine(
    String zone,
    String name,
    Map<String, String> labels,
    Instance.State state,
    OffsetDateTime created) {
  static Machine of(com.google.cloud.compute.v1.Instance told) {
    Instance.State state =
        switch (told.getStatus()) {
          case "PROVISIONING", "STAGING", "PENDING" -> Instance.State.PENDING;
          case "RUNNING", "REPAIRING" -> Instance.State.RUNNING;
          case "TERMINATED", "STOPPED", "SUSPENDED" -> Instance.State.TERMINATED;
          default -> Instance.State.STOPPING;
        };
    return new Machine(
        last(told.getZone()),
        told.getName(),
        told.getLabelsMap(),
        state,
        OffsetDateTime.parse(told.getCreationTimestamp()));
  }

  /** Nothing runs any more; its disk waits to be ended. */
  boolean hasStopped() {
    return state == Instance.State.TERMINATED;
  }

  /** While there is a disk, there is something to end. */
  Instance under(LeaseId lease) {
    return new Instance(
        lease,
        zone + "/" + name,
        new Region(GcpProvider.ID, MachineOffers.region(zone)),
        hasStopped() ? Instance.State.STOPPING : state,
        created.toInstant());
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
