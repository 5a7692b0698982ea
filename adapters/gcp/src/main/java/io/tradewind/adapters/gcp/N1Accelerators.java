package io.tradewind.adapters.gcp;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.rest.AcceleratorNames;
import io.tradewind.rest.RefusedRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Accelerators that are put into N1 machines, and how large a machine may be with so many of them.
 * No API tells these limits; facts from Google's public documentation on GPUs.
 */
final class N1Accelerators {
  private static final List<Limit> LIMITS =
      List.of(
          new Limit("nvidia-tesla-t4", 1, 48, 312),
          new Limit("nvidia-tesla-t4", 2, 48, 312),
          new Limit("nvidia-tesla-t4", 4, 96, 624),
          new Limit("nvidia-tesla-p4", 1, 24, 156),
          new Limit("nvidia-tesla-p4", 2, 48, 312),
          new Limit("nvidia-tesla-p4", 4, 96, 624),
          new Limit("nvidia-tesla-v100", 1, 12, 78),
          new Limit("nvidia-tesla-v100", 2, 24, 156),
          new Limit("nvidia-tesla-v100", 4, 48, 312),
          new Limit("nvidia-tesla-v100", 8, 96, 624),
          new Limit("nvidia-tesla-p100", 1, 16, 104),
          new Limit("nvidia-tesla-p100", 2, 32, 208),
          new Limit("nvidia-tesla-p100", 4, 96, 624));
  private static final double STANDARD_GIBIBYTES_A_VCPU = 3.75;

  private N1Accelerators() {}

  static boolean isHost(String machineType) {
    return machineType.matches("n1-(standard|highmem|highcpu)-\\d+");
  }

  /** All types that may be put in. */
  static Set<String> types() {
    return Set.of("nvidia-tesla-t4", "nvidia-tesla-p4", "nvidia-tesla-v100", "nvidia-tesla-p100");
  }

  /**
   * Google's name of what is put into an N1 machine; empty where none of these is.
   *
   * @param set as an offer of such a machine tells it
   */
  static Optional<String> name(AcceleratorSet set) {
    return types().stream()
        .filter(
            type ->
                Accelerators.bundled()
                    .resolve(type)
                    .filter(known -> known.model().name().equals(set.model().name()))
                    .isPresent())
        .findFirst();
  }

  /** Every allowed number of the given accelerators in one machine. */
  static List<Recipe> with(InstanceType host, Set<String> accelerators) throws RefusedRow {
    List<Recipe> recipes = new ArrayList<>();
    for (Limit limit : LIMITS) {
      if (accelerators.contains(limit.accelerator()) && limit.allows(host)) {
        recipes.add(recipe(host, limit));
      }
    }
    return recipes;
  }

  /** For whoever cannot ask which there are. */
  static List<InstanceType> standardHosts() {
    return IntStream.of(1, 2, 4, 8, 16, 32, 64, 96)
        .mapToObj(
            vcpus ->
                new InstanceType(
                    "n1-standard-" + vcpus,
                    Optional.empty(),
                    vcpus,
                    Memory.ofGibibytes(vcpus * STANDARD_GIBIBYTES_A_VCPU),
                    Architecture.X86_64,
                    Interconnect.ETHERNET))
        .toList();
  }

  private static Recipe recipe(InstanceType host, Limit limit) throws RefusedRow {
    InstanceType type =
        new InstanceType(
            host.name(),
            Optional.of(AcceleratorNames.devices(limit.count(), limit.accelerator())),
            host.vcpus(),
            host.memory(),
            host.architecture(),
            host.interconnect());
    String id = "%s.%s.%d".formatted(host.name(), limit.accelerator(), limit.count());
    return new Recipe(
        type, Optional.of(limit.accelerator()), BigDecimal.ZERO, true, Optional.of(id));
  }

  private record Limit(String accelerator, int count, int mostVcpus, int mostGibibytes) {
    boolean allows(InstanceType host) {
      return host.vcpus() <= mostVcpus && host.memory().gibibytes() <= mostGibibytes;
    }
  }
}
