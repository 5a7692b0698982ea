package io.tradewind.api;

import java.util.Optional;

/**
 * The shape of a machine as its seller names it.
 *
 * @param vcpus virtual processors; 0 when the seller does not say, which satisfies no request for
 *     processors
 * @param memory main memory; {@link Memory#NONE} when the seller does not say
 */
public record InstanceType(
    String name,
    Optional<AcceleratorSet> accelerators,
    double vcpus,
    Memory memory,
    Architecture architecture,
    Interconnect interconnect) {
  public InstanceType {
    if (name.isBlank()) {
      throw new IllegalArgumentException("An instance type needs a name.");
    }
    if (!(vcpus >= 0) || vcpus > 100_000) {
      throw new IllegalArgumentException(
          "%s has %s vCPUs; expected 0 to 100000.".formatted(name, vcpus));
    }
  }
}
