package io.tradewind.matcher.sizing;

import io.tradewind.api.AcceleratorKind;
import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.LanguageModel;
import io.tradewind.api.NumberFormat;
import java.util.Optional;

/**
 * How many devices of one accelerator hold a model.
 *
 * <p>A device is filled to 90 % of the memory that a program can allocate, the default of vLLM's
 * {@code gpu_memory_utilization}; overhead is 5 % of what it keeps, at least 1.5 GiB. Counts are
 * powers of two. Training shards parameters, gradients and optimizer states over all devices (ZeRO
 * stage 3, Rajbhandari et al. 2020; PyTorch FSDP), and gathers two layers at a time.
 */
public final class Sizing {
  static final double FILLED = 0.90;

  private static final double LEAST_OVERHEAD = 1.5 * Footprint.GIBIBYTE;
  private static final double OVERHEAD_SHARE = 0.05;
  private static final double GATHERED_LAYERS = 2;
  private static final double GATHERED_BYTES = 2;

  private Sizing() {}

  /**
   * Empty when no number of them in {@code demand.nodes()} machines holds it, or when the
   * accelerator does not compute in the format.
   *
   * @param scaleUp devices that one fast link joins
   */
  public static Optional<Need> need(ModelDemand demand, AcceleratorModel accelerator, int scaleUp) {
    Optional<NumberFormat> format = demand.formatOn(accelerator);
    if (format.isEmpty() || accelerator.usableMemory().mebibytes() == 0) {
      return Optional.empty();
    }
    Footprint footprint = Footprint.of(demand, format.get());
    for (int count = 1; count <= mostInOneNode(accelerator); count *= 2) {
      Optional<Need> need = need(demand, accelerator, scaleUp, format.get(), footprint, count);
      if (need.isPresent()) {
        return need;
      }
    }
    return Optional.empty();
  }

  /** As many as machines are sold with; a TPU slice is one machine here. */
  static int mostInOneNode(AcceleratorModel accelerator) {
    AcceleratorKind kind = accelerator.kind();
    return switch (kind) {
      case GPU -> 8;
      case TPU -> 256;
      case ASIC -> 64;
      case FPGA -> 0;
    };
  }

  private static Optional<Need> need(
      ModelDemand demand,
      AcceleratorModel accelerator,
      int scaleUp,
      NumberFormat format,
      Footprint footprint,
      int count) {
    if (demand.method().isTraining()) {
      return Optional.of(sharded(demand, accelerator, format, footprint, count))
          .filter(Sizing::fits);
    }
    int devices = count * demand.nodes();
    return Layout.forInference(demand.model(), devices, demand.nodes(), scaleUp).stream()
        .map(layout -> served(demand.model(), accelerator, format, footprint, count, layout))
        .filter(Sizing::fits)
        .findFirst();
  }

  private static boolean fits(Need need) {
    return need.total() <= need.allowed();
  }

  private static Need served(
      LanguageModel model,
      AcceleratorModel accelerator,
      NumberFormat format,
      Footprint footprint,
      int count,
      Layout layout) {
    double weights = layout.weightsOfOne(model, footprint.weights());
    double cache = layout.cacheOfOne(model, footprint.beside());
    double overhead = Math.max(LEAST_OVERHEAD, OVERHEAD_SHARE * weights);
    return need(accelerator, count, format, layout, footprint, weights + cache, overhead);
  }

  private static Need sharded(
      ModelDemand demand,
      AcceleratorModel accelerator,
      NumberFormat format,
      Footprint footprint,
      int count) {
    int devices = count * demand.nodes();
    double share = (footprint.weights() + footprint.beside()) / devices;
    double gathered = devices == 1 ? 0 : gathered(demand.model());
    double overhead = Math.max(LEAST_OVERHEAD, OVERHEAD_SHARE * share) + gathered;
    return need(accelerator, count, format, new Layout(1, 1), footprint, share, overhead);
  }

  /** Whole layers in 16 bits: the one that computes and the one that is fetched meanwhile. */
  private static double gathered(LanguageModel model) {
    return GATHERED_LAYERS * GATHERED_BYTES * model.parameters() / model.layers();
  }

  private static Need need(
      AcceleratorModel accelerator,
      int count,
      NumberFormat format,
      Layout layout,
      Footprint footprint,
      double share,
      double overhead) {
    return new Need(
        accelerator,
        count,
        format,
        layout.tensor(),
        layout.stages(),
        footprint.weights() / Footprint.GIBIBYTE,
        footprint.beside() / Footprint.GIBIBYTE,
        share / Footprint.GIBIBYTE,
        footprint.each() / Footprint.GIBIBYTE,
        overhead / Footprint.GIBIBYTE,
        FILLED * accelerator.usableMemory().gibibytes());
  }
}
