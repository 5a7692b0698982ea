package io.tradewind.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a driver's name for a device means: {@code Tesla V100-SXM2-32GB} is a V100-32GB. */
public final class DeviceNames {
  private static final List<String> MAKERS =
      List.of(
          "NVIDIA ",
          "AMD ",
          "Advanced Micro Devices, Inc. ",
          "Intel(R) ",
          "Intel ",
          "Habana Labs ");
  private static final List<String> FAMILIES =
      List.of("Tesla ", "GeForce ", "Quadro ", "Instinct ", "Radeon ", "Data Center GPU ");

  private DeviceNames() {}

  /**
   * @param memory as the driver tells it, which tells sizes of one name apart
   * @return empty when the name is of no model in the table; it is never guessed
   */
  public static Optional<AcceleratorModel> model(String name, Memory memory) {
    Set<AcceleratorModel> candidates = new LinkedHashSet<>();
    for (String spelling : spellings(name.strip())) {
      Accelerators.bundled().resolve(spelling).ifPresent(set -> candidates.add(set.model()));
      long sold = Math.round(memory.gibibytes() / 8) * 8;
      Accelerators.bundled()
          .resolve(spelling + "-" + sold + "GB")
          .ifPresent(set -> candidates.add(set.model()));
    }
    return candidates.stream()
        .filter(model -> isNear(model.memory(), memory))
        .findFirst()
        .or(() -> candidates.stream().findFirst());
  }

  private static boolean isNear(Memory sold, Memory told) {
    return Math.abs(sold.mebibytes() - told.mebibytes()) <= 0.15 * sold.mebibytes();
  }

  private static Set<String> spellings(String name) {
    Set<String> spellings = new LinkedHashSet<>();
    List<String> bare = new ArrayList<>(List.of(name));
    MAKERS.stream().filter(name::startsWith).forEach(it -> bare.add(name.substring(it.length())));
    for (String one : List.copyOf(bare)) {
      FAMILIES.stream().filter(one::startsWith).forEach(it -> bare.add(one.substring(it.length())));
    }
    for (String one : bare) {
      spellings.add(one);
      spellings.add(one.replace(' ', '-'));
      String plain = one.replaceAll("[ -](SXM\\d?|PCIE|PCIe|HBM\\w*|OAM|FHHL|Generation)\\b", "");
      spellings.add(plain);
      spellings.add(plain.replaceAll("[ -]\\d+GB$", ""));
    }
    return spellings;
  }
}
