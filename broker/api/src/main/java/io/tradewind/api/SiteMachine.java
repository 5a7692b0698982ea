package io.tradewind.api;

import java.util.Optional;

/**
 * A machine of a site, as its agent discovered it.
 *
 * @param name of its agent
 * @param accelerators all of them; empty for a machine without, or whose devices nobody knows
 * @param freeAccelerators how many no lease holds; likewise processors and memory
 * @param online whether its agent's heartbeats arrive in time, and it is not kept back
 */
public record SiteMachine(
    String name,
    Architecture architecture,
    Optional<AcceleratorSet> accelerators,
    int vcpus,
    Memory memory,
    double freeAccelerators,
    double freeVcpus,
    Memory freeMemory,
    boolean online) {
  private static final double HAIR = 1e-6;

  /** Whether a share of this shape could be had here if no lease held anything. */
  public boolean isOfKind(InstanceType shape) {
    return architecture == shape.architecture()
        && accelerators
            .map(set -> set.model().name())
            .equals(shape.accelerators().map(set -> set.model().name()))
        && accelerators.map(AcceleratorSet::count).orElse(0.0) + HAIR >= wanted(shape)
        && vcpus + HAIR >= shape.vcpus()
        && memory.compareTo(shape.memory()) >= 0;
  }

  /** How many shares of this shape can be had here now. */
  public long room(InstanceType shape) {
    if (!online || !isOfKind(shape)) {
      return 0;
    }
    double room = Double.MAX_VALUE;
    if (shape.vcpus() > 0) {
      room = Math.min(room, Math.floor((freeVcpus + HAIR) / shape.vcpus()));
    }
    if (!shape.memory().equals(Memory.NONE)) {
      room = Math.min(room, freeMemory.mebibytes() / shape.memory().mebibytes());
    }
    if (wanted(shape) > 0) {
      room = Math.min(room, Math.floor((freeAccelerators + HAIR) / wanted(shape)));
    }
    return (long) Math.max(0, room);
  }

  private static double wanted(InstanceType shape) {
    return shape.accelerators().map(AcceleratorSet::count).orElse(0.0);
  }
}
