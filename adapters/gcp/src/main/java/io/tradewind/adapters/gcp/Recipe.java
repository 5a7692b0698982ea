package io.tradewind.adapters.gcp;

import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A machine as a sum of billed parts.
 *
 * @param accelerator Google's name of the accelerator type; empty for none
 * @param localSsdGibibytes of the disks that come with the machine and are billed
 * @param isOnDemand false where standard capacity comes only with a reservation
 * @param nativeId where the name of the machine type alone does not tell it apart
 */
record Recipe(
    InstanceType type,
    Optional<String> accelerator,
    BigDecimal localSsdGibibytes,
    boolean isOnDemand,
    Optional<String> nativeId) {

  /** Quantities of parts. */
  record Line(Part part, BigDecimal quantity) {}

  /** The terms it is sold on. */
  List<CapacityType> capacities() {
    return isOnDemand
        ? List.of(CapacityType.ON_DEMAND, CapacityType.SPOT)
        : List.of(CapacityType.SPOT);
  }

  /** The machine's parts, each priced by itself. */
  List<Line> parts() {
    String family = family(type.name());
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(new Part(Part.Kind.VCPU, family), BigDecimal.valueOf(type.vcpus())));
    lines.add(
        new Line(
            new Part(Part.Kind.MEMORY, family), BigDecimal.valueOf(type.memory().gibibytes())));
    accelerator.ifPresent(
        name -> lines.add(new Line(new Part(Part.Kind.ACCELERATOR, name), count())));
    if (localSsdGibibytes.signum() > 0) {
      lines.add(new Line(Part.LOCAL_SSD, localSsdGibibytes));
    }
    return lines;
  }

  /** The whole machine by its accelerators, as the newest families are billed. */
  Stream<Line> slices() {
    return accelerator
        .map(name -> new Line(new Part(Part.Kind.MACHINE_SLICE, name), count()))
        .stream();
  }

  /** The family that the catalogue bills: {@code a3-megagpu} and {@code a3} are two. */
  static String family(String machineType) {
    return Stream.of("a3-megagpu", "a3-ultragpu", "a3-edgegpu")
        .filter(machineType::startsWith)
        .findFirst()
        .orElseGet(() -> machineType.substring(0, Math.max(0, machineType.indexOf('-'))));
  }

  private BigDecimal count() {
    return BigDecimal.valueOf(type.accelerators().map(set -> set.count()).orElse(0.0));
  }
}
