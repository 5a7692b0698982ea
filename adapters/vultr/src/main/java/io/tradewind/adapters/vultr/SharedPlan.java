package io.tradewind.adapters.vultr;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.rest.AcceleratorNames;
import io.tradewind.rest.Json;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RefusedRow;
import java.util.Optional;

/**
 * A virtual machine. A plan with less memory than its card has is a share of one, and one with more
 * has several.
 */
record SharedPlan(OfferBook book) {
  private static final double MEBIBYTES = 1024;

  void read(Json plan) throws RefusedRow {
    Optional<AcceleratorSet> devices = devices(plan);
    InstanceType type =
        new InstanceType(
            plan.text("id"),
            devices,
            plan.quantity("vcpu_count"),
            Memory.ofGibibytes(plan.quantity("ram") / MEBIBYTES),
            devices.map(AcceleratorNames::host).orElse(Architecture.X86_64),
            Interconnect.ETHERNET);
    Plans.add(plan, type, book);
  }

  private static Optional<AcceleratorSet> devices(Json plan) throws RefusedRow {
    Optional<String> name = plan.optionalText("gpu_type");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    double memory = plan.quantity("gpu_vram_gb");
    AcceleratorSet one = card(name.get(), memory);
    double count = memory / one.model().memory().gibibytes();
    return Optional.of(AcceleratorSet.of(one.model(), count < 1 ? count : Math.rint(count)));
  }

  /**
   * The A100 is sold with 40 and with 80 GB under one name; all of Vultr's are PCIe cards of 80.
   */
  private static AcceleratorSet card(String name, double memory) throws RefusedRow {
    if (memory > 0 && name.equals("NVIDIA_A100")) {
      return AcceleratorNames.devices(1, "A100-80GB-PCIe");
    }
    return AcceleratorNames.devices(memory > 0 ? 1 : 0, name);
  }
}
