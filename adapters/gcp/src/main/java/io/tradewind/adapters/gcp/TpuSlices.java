package io.tradewind.adapters.gcp;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Memory;
import io.tradewind.rest.ShapeTable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Shapes of TPU slices by their names: those of the bundled table, and any other size of the same
 * generations, which is so many hosts of four chips.
 */
final class TpuSlices {
  /** Before Google's own name. */
  static final String PREFIX = "tpu-";

  private static final int CHIPS_A_HOST = 4;

  private final Map<String, InstanceType> table = new LinkedHashMap<>();
  private final Map<String, InstanceType> hosts = new LinkedHashMap<>();

  TpuSlices() {
    ShapeTable.beside(TpuSlices.class, "tpu-slices.csv")
        .rows()
        .forEach(row -> add(checked(row.type())));
  }

  /** The sizes that are listed where no API tells which there are. */
  Collection<InstanceType> bundled() {
    return table.values();
  }

  /**
   * @param type Google's name, such as {@code v5p-24}; empty for a generation that is not here
   */
  Optional<InstanceType> find(String type) {
    String name = PREFIX + type;
    return Optional.ofNullable(table.get(name)).or(() -> ofHosts(name));
  }

  /** {@code v5litepod} of {@code tpu-v5litepod-8}. */
  static String generation(InstanceType slice) {
    return generation(slice.name());
  }

  private static String generation(String name) {
    String[] parts = name.split("-", -1);
    return parts.length > 1 ? parts[1] : "";
  }

  private Optional<InstanceType> ofHosts(String name) {
    Optional<InstanceType> host = Optional.ofNullable(hosts.get(generation(name)));
    return Accelerators.bundled()
        .resolve(name)
        .filter(set -> set.count() % CHIPS_A_HOST == 0)
        .flatMap(set -> host.map(one -> times(one, name, set)));
  }

  private static InstanceType times(InstanceType host, String name, AcceleratorSet set) {
    double times = set.count() / CHIPS_A_HOST;
    return new InstanceType(
        name,
        Optional.of(set),
        host.vcpus() * times,
        Memory.ofGibibytes(host.memory().gibibytes() * times),
        host.architecture(),
        host.interconnect());
  }

  private void add(InstanceType slice) {
    table.put(slice.name(), slice);
    if (slice.accelerators().orElseThrow().count() == CHIPS_A_HOST) {
      hosts.put(generation(slice), slice);
    }
  }

  /** The name tells the chips, so the table's count must agree. */
  private static InstanceType checked(InstanceType row) {
    AcceleratorSet set = Accelerators.bundled().resolve(row.name()).orElseThrow();
    if (!AcceleratorSet.of(set.model(), set.count()).equals(row.accelerators().orElseThrow())) {
      throw new IllegalStateException(
          "tpu-slices.csv says %s of %s; its name says %s."
              .formatted(row.accelerators(), row.name(), set));
    }
    return new InstanceType(
        row.name(),
        Optional.of(set),
        row.vcpus(),
        row.memory(),
        row.architecture(),
        row.interconnect());
  }
}
