package io.tradewind.api;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A row of the accelerator table: the facts of one model, per device (per chip for a TPU).
 * Throughputs are dense, never with sparsity. An absent figure is unknown, never zero.
 *
 * @param name the canonical name, such as {@code A100-80GB}
 * @param memory the nominal memory as it is sold; {@link Memory#NONE} where the device has none of
 *     its own
 * @param usableMemory what a program can allocate
 * @param hostArchitecture the only host architecture it is sold with; empty when any
 * @param stack the software stack: {@code cuda, rocm, xla, neuron, habana, fpga, …}
 */
public record AcceleratorModel(
    String name,
    AcceleratorKind kind,
    String vendor,
    String architecture,
    Optional<Architecture> hostArchitecture,
    Memory memory,
    Memory usableMemory,
    OptionalDouble bandwidthGigabytesPerSecond,
    OptionalDouble denseBf16Teraflops,
    OptionalDouble denseFp16Teraflops,
    OptionalDouble denseFp8Teraflops,
    OptionalDouble thermalDesignPowerWatts,
    String interconnect,
    String stack,
    OptionalDouble embodiedKilograms,
    String source) {
  public AcceleratorModel {
    if (name.isBlank() || vendor.isBlank()) {
      throw new IllegalArgumentException(
          "An accelerator needs a name and a vendor; got '%s' of '%s'.".formatted(name, vendor));
    }
  }
}
