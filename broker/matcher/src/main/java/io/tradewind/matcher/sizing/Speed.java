package io.tradewind.matcher.sizing;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.LanguageModel;
import io.tradewind.api.NumberFormat;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How fast one device is: bounds from its data sheet, never a measurement.
 *
 * <p>Training is bound by arithmetic: dense throughput in the format times a model FLOPS
 * utilisation of 40 %, the middle of the 30 to 50 % that large runs report (Chowdhery et al.,
 * "PaLM", 2022, appendix B), the same for every maker, since no public figure covers them all.
 * Answering tokens one after the other is bound by memory: each token reads the active weights once
 * for all sequences and the cache of each (Pope et al., "Efficiently Scaling Transformer
 * Inference", 2022), at 70 % of the bandwidth; many sequences together may be bound by arithmetic
 * first.
 */
public final class Speed {
  static final double ARITHMETIC_SHARE = 0.40;
  static final double BANDWIDTH_SHARE = 0.70;

  private static final double TERA = 1e12;
  private static final double GIGA = 1e9;
  private static final List<NumberFormat> SIXTEEN_BITS =
      List.of(NumberFormat.BF16, NumberFormat.FP16);

  private Speed() {}

  /**
   * Operations a second in training and in reading of prompts; empty when the data sheet says
   * nothing about 16 bits.
   */
  public static OptionalDouble arithmetic(AcceleratorModel accelerator, NumberFormat format) {
    OptionalDouble teraflops =
        format == NumberFormat.FP8
            ? accelerator.denseFp8Teraflops()
            : SIXTEEN_BITS.stream()
                .map(bits -> sixteenBits(accelerator, bits))
                .filter(OptionalDouble::isPresent)
                .findFirst()
                .orElse(OptionalDouble.empty());
    return times(teraflops, TERA * ARITHMETIC_SHARE);
  }

  private static OptionalDouble sixteenBits(AcceleratorModel accelerator, NumberFormat bits) {
    return bits == NumberFormat.BF16
        ? accelerator.denseBf16Teraflops()
        : accelerator.denseFp16Teraflops();
  }

  /** Bytes a second. */
  public static OptionalDouble bandwidth(AcceleratorModel accelerator) {
    return times(accelerator.bandwidthGigabytesPerSecond(), GIGA * BANDWIDTH_SHARE);
  }

  /** Tokens a second of one device among those that hold the model; empty when unknown. */
  public static OptionalDouble tokens(ModelDemand demand, AcceleratorModel accelerator) {
    NumberFormat format = demand.formatOn(accelerator).orElse(NumberFormat.BF16);
    OptionalDouble arithmetic = arithmetic(accelerator, format);
    if (demand.method().isTraining()) {
      return times(arithmetic, 1 / operationsOfToken(demand));
    }
    OptionalDouble bandwidth = bandwidth(accelerator);
    if (bandwidth.isEmpty()) {
      return OptionalDouble.empty();
    }
    double byMemory = demand.sequences() * bandwidth.getAsDouble() / bytesOfStep(demand, format);
    return arithmetic.isEmpty()
        ? OptionalDouble.of(byMemory)
        : OptionalDouble.of(
            Math.min(byMemory, arithmetic.getAsDouble() / operationsOfToken(demand)));
  }

  /**
   * 2 a parameter forward, 4 backward (Kaplan et al., "Scaling Laws", 2020, section 2.1); frozen
   * weights need no gradient, which halves the way back.
   */
  static double operationsOfToken(ModelDemand demand) {
    double active = demand.model().activeParameters();
    return switch (demand.method()) {
      case INFERENCE -> 2 * active;
      case FULL -> 6 * active;
      case LORA, QLORA -> 4 * active;
    };
  }

  private static double bytesOfStep(ModelDemand demand, NumberFormat format) {
    LanguageModel model = demand.model();
    double active = model.activeParameters() / model.parameters();
    return Footprint.weights(model, format) * active + Footprint.cache(demand);
  }

  private static OptionalDouble times(OptionalDouble value, double factor) {
    return value.isPresent()
        ? OptionalDouble.of(value.getAsDouble() * factor)
        : OptionalDouble.empty();
  }
}
