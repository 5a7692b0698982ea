package io.tradewind.adapters.gcp;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.InstanceType;
import java.util.Optional;
import java.util.Set;

/** The newest public image for a type of machine. All are Ubuntu with cloud-init. */
final class MachineImages {
  private static final String FAMILIES = "projects/%s/global/images/family/";
  private static final String PLAIN = FAMILIES.formatted("ubuntu-os-cloud") + "ubuntu-2404-lts-%s";
  private static final String NVIDIA =
      FAMILIES.formatted("ubuntu-os-accelerator-images")
          + "ubuntu-accelerator-2404-%s-with-nvidia-580";

  /** NVIDIA's open driver, which the image has, begins with the generation after these. */
  private static final Set<String> BEFORE_THE_OPEN_DRIVER =
      Set.of("sm_37", "sm_52", "sm_60", "sm_61", "sm_70");

  private MachineImages() {}

  /** Empty where no public image has the driver, so that the machine would be paid for nothing. */
  static Optional<String> of(InstanceType type) {
    if (TpuMachines.isSlice(type)) {
      return Optional.of(TpuMachines.IMAGE);
    }
    String architecture = architecture(type.architecture());
    return type.accelerators().isEmpty()
        ? Optional.of(PLAIN.formatted(architecture))
        : type.accelerators()
            .filter(MachineImages::hasDriver)
            .map(any -> NVIDIA.formatted(architecture));
  }

  private static boolean hasDriver(AcceleratorSet set) {
    return set.model().stack().equals("cuda")
        && set.count() >= 1
        && !BEFORE_THE_OPEN_DRIVER.contains(set.model().architecture());
  }

  private static String architecture(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> "amd64";
      case ARM64 -> "arm64";
    };
  }
}
