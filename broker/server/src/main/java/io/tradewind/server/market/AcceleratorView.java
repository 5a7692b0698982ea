package io.tradewind.server.market;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Memory;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The accelerators of one machine in replies.
 *
 * @param memoryGib of one device
 */
@Schema(name = "AcceleratorSet", description = "The accelerators of one machine.")
public record AcceleratorView(
    @Schema(required = true, examples = "A100-80GB") String model,
    @Schema(required = true, description = "Devices; a fraction where one device is shared.")
        double count,
    @Schema(required = true, description = "Of one device.") double memoryGib,
    @Schema(
            required = true,
            enumeration = {"gpu", "tpu", "fpga", "asic"})
        String kind,
    @Schema(required = true) String vendor) {
  static AcceleratorView of(AcceleratorSet set) {
    AcceleratorModel model = set.model();
    Memory memory = model.memory();
    return new AcceleratorView(
        model.name(),
        set.count(),
        memory.gibibytes(),
        model.kind().name().toLowerCase(Locale.ROOT),
        model.vendor());
  }
}
