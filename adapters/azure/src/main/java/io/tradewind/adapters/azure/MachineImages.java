package io.tradewind.adapters.azure;

import com.azure.resourcemanager.compute.models.ImageReference;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.InstanceType;
import java.util.Optional;
import java.util.Set;

/** The newest public image for a size. All are Ubuntu with cloud-init, and ask for no contract. */
final class MachineImages {
  /** The image's driver begins with the generation after these. */
  private static final Set<String> BEFORE_THE_OPEN_DRIVER =
      Set.of("sm_37", "sm_52", "sm_60", "sm_61", "sm_70");

  /** Azure's own name for sizes whose devices are virtual, which need another driver. */
  private static final String VIRTUAL_DEVICES = "nv";

  private MachineImages() {}

  /** Empty where no public image has the driver, so that the machine would be paid for nothing. */
  static Optional<ImageReference> of(InstanceType type) {
    return type.accelerators().isEmpty()
        ? Optional.of(plain(type.architecture()))
        : type.accelerators()
            .filter(any -> type.architecture() == Architecture.X86_64)
            .filter(any -> !Sizes.family(type.name()).equals(VIRTUAL_DEVICES))
            .flatMap(MachineImages::withDriver);
  }

  private static Optional<ImageReference> withDriver(AcceleratorSet set) {
    return switch (set.model().stack()) {
      case "cuda" ->
          Optional.of(image("microsoft-dsvm", "ubuntu-hpc", "2204"))
              .filter(any -> set.count() >= 1)
              .filter(any -> !BEFORE_THE_OPEN_DRIVER.contains(set.model().architecture()));
      case "rocm" -> Optional.of(image("microsoft-dsvm", "ubuntu-hpc", "2204-rocm"));
      default -> Optional.empty();
    };
  }

  private static ImageReference plain(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> image("Canonical", "ubuntu-24_04-lts", "server");
      case ARM64 -> image("Canonical", "ubuntu-24_04-lts", "server-arm64");
    };
  }

  private static ImageReference image(String publisher, String offer, String sku) {
    return new ImageReference()
        .withPublisher(publisher)
        .withOffer(offer)
        .withSku(sku)
        .withVersion("latest");
  }
}
