package io.tradewind.api;

import java.util.Optional;
import java.util.Set;

/**
 * The shape of a machine as its seller names it.
 *
 * @param vcpus virtual processors; 0 when the seller does not say, which satisfies no request for
 *     processors
 * @param memory main memory; {@link Memory#NONE} when the seller does not say
 * @param runs what can be run on it; never nothing
 */
public record InstanceType(
    String name,
    Optional<AcceleratorSet> accelerators,
    double vcpus,
    Memory memory,
    Architecture architecture,
    Interconnect interconnect,
    Set<Runs> runs) {
  public InstanceType {
    if (name.isBlank()) {
      throw new IllegalArgumentException("An instance type needs a name.");
    }
    if (!(vcpus >= 0) || vcpus > 100_000) {
      throw new IllegalArgumentException(
          "%s has %s vCPUs; expected 0 to 100000.".formatted(name, vcpus));
    }
    runs = Set.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException(
          "%s runs nothing. Maybe its agent tells of no executor: then it is not for sale."
              .formatted(name));
    }
  }

  /** A machine that is started for its lease, and runs anything. */
  public InstanceType(
      String name,
      Optional<AcceleratorSet> accelerators,
      double vcpus,
      Memory memory,
      Architecture architecture,
      Interconnect interconnect) {
    this(name, accelerators, vcpus, memory, architecture, interconnect, Runs.ANYTHING);
  }
}
