package io.tradewind.adapters.aws;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.InstanceType;
import java.util.Optional;
import java.util.Set;

/**
 * The newest public image for a type of machine, as a parameter that AWS resolves when the machine
 * is started. All are Ubuntu with cloud-init, and have the same root device.
 */
final class MachineImages {
  static final String ROOT_DEVICE = "/dev/sda1";

  private static final String RESOLVE = "resolve:ssm:";
  private static final String NVIDIA =
      "/aws/service/deeplearning/ami/%s/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id";
  private static final String NEURON =
      "/aws/service/neuron/dlami/base/ubuntu-22.04/latest/image_id";
  private static final String PLAIN =
      "/aws/service/canonical/ubuntu/server/24.04/stable/current/%s/hvm/ebs-gp3/ami-id";

  /** NVIDIA's open driver, which the image has, begins with the generation after these. */
  private static final Set<String> BEFORE_THE_OPEN_DRIVER =
      Set.of("sm_37", "sm_52", "sm_60", "sm_61", "sm_70");

  /** The image's driver begins with the generation after it. */
  private static final String BEFORE_THE_NEURON_DRIVER = "neuron-v1";

  private MachineImages() {}

  /** Empty where no public image has the driver, so that the machine would be paid for nothing. */
  static Optional<String> of(InstanceType type) {
    return type.accelerators()
        .map(set -> withDriver(set, type.architecture()))
        .orElseGet(() -> Optional.of(PLAIN.formatted(canonical(type.architecture()))))
        .map(parameter -> RESOLVE + parameter);
  }

  private static Optional<String> withDriver(AcceleratorSet set, Architecture architecture) {
    return switch (set.model().stack()) {
      case "cuda" ->
          Optional.of(NVIDIA.formatted(deepLearning(architecture)))
              // A share of a device needs the driver for virtual GPUs.
              .filter(any -> set.count() >= 1)
              .filter(any -> !BEFORE_THE_OPEN_DRIVER.contains(set.model().architecture()));
      case "neuron" ->
          Optional.of(NEURON)
              .filter(any -> architecture == Architecture.X86_64)
              .filter(any -> !BEFORE_THE_NEURON_DRIVER.equals(set.model().architecture()));
      default -> Optional.empty();
    };
  }

  private static String canonical(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> "amd64";
      case ARM64 -> "arm64";
    };
  }

  private static String deepLearning(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> "x86_64";
      case ARM64 -> "arm64";
    };
  }
}
