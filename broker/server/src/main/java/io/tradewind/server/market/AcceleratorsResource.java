package io.tradewind.server.market;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Accelerators;
import io.tradewind.server.page.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The table of accelerators. */
@Path("/api/v1/accelerators")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class AcceleratorsResource {
  private final LiveMarket market;

  AcceleratorsResource(LiveMarket market) {
    this.market = market;
  }

  /**
   * A model in replies. Figures are per device (per chip for a TPU), throughput is dense; what is
   * absent is unknown.
   *
   * @param fromPricePerHour the lowest price of an hour of one device
   */
  @Schema(name = "Accelerator", description = "A model's figures per device; null is unknown.")
  public record ModelView(
      @Schema(required = true) String model,
      @Schema(
              required = true,
              enumeration = {"gpu", "tpu", "fpga", "asic"})
          String kind,
      @Schema(required = true) String vendor,
      @Schema(required = true) double memoryGib,
      @Schema(required = true, nullable = true) @Nullable Double bandwidthGBs,
      @Schema(required = true, nullable = true) @Nullable Double denseBf16Tflops,
      @Schema(required = true, nullable = true) @Nullable Double denseFp16Tflops,
      @Schema(required = true, nullable = true) @Nullable Double denseFp8Tflops,
      @Schema(required = true, nullable = true) @Nullable Double tdpWatts,
      @Schema(required = true) String interconnect,
      @Schema(required = true, examples = "cuda") String stack,
      @Schema(required = true) List<String> aliases,
      @Schema(required = true) long offers,
      @Schema(
              required = true,
              nullable = true,
              description = "The lowest price of an hour of one device.")
          @Nullable MoneyView fromPricePerHour) {
    static ModelView of(AcceleratorModel model, Tallies tallies) {
      return new ModelView(
          model.name(),
          model.kind().name().toLowerCase(Locale.ROOT),
          model.vendor(),
          model.memory().gibibytes(),
          boxed(model.bandwidthGigabytesPerSecond()),
          boxed(model.denseBf16Teraflops()),
          boxed(model.denseFp16Teraflops()),
          boxed(model.denseFp8Teraflops()),
          boxed(model.thermalDesignPowerWatts()),
          model.interconnect(),
          model.stack(),
          Accelerators.bundled().aliasesOf(model),
          tallies.offersOf(model.name()),
          tallies.least(model.name()).map(MoneyView::of).orElse(null));
    }

    private static @Nullable Double boxed(OptionalDouble figure) {
      return figure.isPresent() ? figure.getAsDouble() : null;
    }
  }

  @GET
  @Operation(
      operationId = "listAccelerators",
      summary = "All known accelerator models",
      description = "With their figures, other names, number of offers and lowest price.")
  public Page<ModelView> list() {
    Tallies tallies = Tallies.of(market.board());
    return Page.whole(
        Accelerators.bundled().models().stream()
            .map(model -> ModelView.of(model, tallies))
            .toList());
  }
}
