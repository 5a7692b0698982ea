package io.tradewind.api;

import java.util.Locale;
import java.util.Optional;

/**
 * The number format of a model's weights, and which accelerators work with it.
 *
 * <p>Hardware by the vendors' documentation: bf16 since NVIDIA compute capability 8.0 and on AMD
 * CDNA, TPU, Neuron and Gaudi 2; fp8 since 8.9, on gfx942 and gfx950, Trainium 2, Gaudi 2 and TPU
 * 7x; fp4 since 10.0 and on gfx950. {@code int8} and {@code int4} quantise weights, which is a
 * matter of kernels: those of vLLM's hardware table and of GGUF.
 */
public enum NumberFormat {
  FP32(4),
  BF16(2),
  FP16(2),
  FP8(1),
  INT8(1),
  /** Four bits with a scale and a zero a group of 128 weights, as GPTQ and AWQ keep them. */
  INT4(0.53),
  /** Four bits with an 8-bit scale a block of 16 weights. */
  FP4(0.5625);

  private static final int NOT_NVIDIA = -1;

  private final double bytes;

  NumberFormat(double bytes) {
    this.bytes = bytes;
  }

  /** Of one element, scales included. */
  public double bytes() {
    return bytes;
  }

  /** {@code bf16}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #wireName} in any case; empty for any other word. */
  public static Optional<NumberFormat> parse(String word) {
    for (NumberFormat format : values()) {
      if (format.wireName().equals(word.strip().toLowerCase(Locale.ROOT))) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** Whether this accelerator works with it without turning it into another format first. */
  public boolean runsOn(AcceleratorModel model) {
    return switch (model.stack()) {
      case "cuda", "cuda-l4t" -> onNvidia(computeCapability(model.architecture()));
      case "rocm" -> onAmd(model.architecture());
      case "xla" -> onTpu(model.architecture());
      case "neuron" -> onNeuron(model.architecture());
      case "habana" -> onGaudi(model.architecture());
      default -> false;
    };
  }

  /** {@code sm_90} is 90. */
  private static int computeCapability(String architecture) {
    boolean known = architecture.matches("sm_[0-9]{2,3}");
    return known ? Integer.parseInt(architecture.substring(3)) : NOT_NVIDIA;
  }

  private boolean onNvidia(int capability) {
    return switch (this) {
      case FP32 -> capability > 0;
      case BF16 -> capability >= 80;
      case FP16 -> capability >= 60;
      case FP8 -> capability >= 89;
      case INT8 -> capability >= 75;
      case INT4 -> capability >= 70;
      case FP4 -> capability >= 100;
    };
  }

  private boolean onAmd(String architecture) {
    boolean matrixCores = architecture.matches("gfx9(08|0a|42|50)");
    return switch (this) {
      case FP32, FP16 -> true;
      case BF16, INT8, INT4 -> matrixCores;
      case FP8 -> architecture.matches("gfx9(42|50)");
      case FP4 -> architecture.equals("gfx950");
    };
  }

  private boolean onTpu(String architecture) {
    return switch (this) {
      case FP32, BF16 -> true;
      case INT8 -> !architecture.matches("tpu-v[23]");
      case FP8 -> architecture.equals("tpu7x");
      case FP16, INT4, FP4 -> false;
    };
  }

  private boolean onNeuron(String architecture) {
    boolean second = !architecture.equals("neuron-v1");
    return switch (this) {
      case FP32, BF16, FP16 -> true;
      case INT8 -> second;
      case FP8 -> second && !architecture.equals("neuron-v2");
      case INT4, FP4 -> false;
    };
  }

  private boolean onGaudi(String architecture) {
    boolean second = !architecture.equals("hpu1");
    return switch (this) {
      case FP32, BF16 -> true;
      case FP16, FP8, INT8, INT4 -> second;
      case FP4 -> false;
    };
  }
}
