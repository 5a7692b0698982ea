package io.tradewind.matcher.workload;

import io.tradewind.api.CapacityType;
import io.tradewind.pricing.DataSize;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What one node must have.
 *
 * @param accelerators empty when any machine will do that has the processors and the memory
 * @param vcpus virtual processors
 * @param memoryMebibytes main memory
 * @param disk attached storage; {@link DataSize#NONE} for what comes with the machine
 * @param capacity the promises that are acceptable
 */
public record Resources(
    Optional<AcceleratorDemand> accelerators,
    Range vcpus,
    Range memoryMebibytes,
    DataSize disk,
    Set<CapacityType> capacity,
    InterconnectWish interconnect) {

  /** How nodes must reach each other. */
  public enum InterconnectWish {
    NONE,
    PREFERRED,
    /** Only RDMA-class networks. */
    REQUIRED
  }

  public Resources {
    if (capacity.isEmpty()) {
      throw new IllegalArgumentException(
          "Resources accept no capacity type. Use on_demand when nothing is said.");
    }
    capacity = Collections.unmodifiableSet(EnumSet.copyOf(capacity));
  }

  /** Any machine on demand. */
  public static Resources anything() {
    return new Resources(
        Optional.empty(),
        Range.ANY,
        Range.ANY,
        DataSize.NONE,
        Set.of(CapacityType.ON_DEMAND),
        InterconnectWish.NONE);
  }

  public Resources withAccelerators(AcceleratorDemand demand) {
    return new Resources(Optional.of(demand), vcpus, memoryMebibytes, disk, capacity, interconnect);
  }

  public Resources withVcpus(Range range) {
    return new Resources(accelerators, range, memoryMebibytes, disk, capacity, interconnect);
  }

  public Resources withMemoryMebibytes(Range range) {
    return new Resources(accelerators, vcpus, range, disk, capacity, interconnect);
  }

  public Resources withDisk(DataSize newDisk) {
    return new Resources(accelerators, vcpus, memoryMebibytes, newDisk, capacity, interconnect);
  }

  public Resources withCapacity(Set<CapacityType> types) {
    return new Resources(accelerators, vcpus, memoryMebibytes, disk, types, interconnect);
  }

  public Resources withInterconnect(InterconnectWish wish) {
    return new Resources(accelerators, vcpus, memoryMebibytes, disk, capacity, wish);
  }
}
