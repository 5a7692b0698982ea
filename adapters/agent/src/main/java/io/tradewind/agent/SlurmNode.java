package io.tradewind.agent;

import java.util.List;
import java.util.Set;

/**
 * A node as Slurm shows it.
 *
 * @param states its state and all flags, in capitals
 * @param gres such as {@code gpu:h100:4(S:0-1),gpu:l40s:2}
 */
record SlurmNode(
    String name,
    List<String> partitions,
    Set<String> states,
    String architecture,
    long cpus,
    long cpusHeld,
    long memoryMib,
    long memoryHeldMib,
    String gres,
    String gresHeld) {
  private static final Set<String> NOT_USABLE =
      Set.of(
          "DOWN",
          "DRAIN",
          "ERROR",
          "FAIL",
          "FUTURE",
          "INVAL",
          "INVALID",
          "INVALID_REG",
          "MAINT",
          "MAINTENANCE",
          "NOT_RESPONDING",
          "UNKNOWN");

  boolean isUsableIn(String partition) {
    return partitions.contains(partition) && states.stream().noneMatch(NOT_USABLE::contains);
  }
}
