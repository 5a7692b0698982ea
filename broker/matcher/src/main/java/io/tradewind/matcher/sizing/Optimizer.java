package io.tradewind.matcher.sizing;

/** Which optimizer trains the parameters, as far as memory depends on it. */
public enum Optimizer {
  /**
   * In mixed precision, bytes a parameter: weight 2, gradient 2, and in fp32 a master weight and
   * two moments, 4 each (Rajbhandari et al., "ZeRO", 2020, section 3.1).
   */
  ADAMW(16),
  /** The two moments in one byte each (Dettmers et al., "8-bit Optimizers", 2022). */
  ADAMW_8BIT(10);

  private final double bytesPerParameter;

  Optimizer(double bytesPerParameter) {
    this.bytesPerParameter = bytesPerParameter;
  }

  /** Of weight, gradient and optimizer states together. */
  public double bytesPerParameter() {
    return bytesPerParameter;
  }
}
