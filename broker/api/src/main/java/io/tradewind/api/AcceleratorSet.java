package io.tradewind.api;

import java.util.Optional;

/**
 * The accelerators of one machine.
 *
 * @param count devices (chips for a TPU); a fraction where a seller shares one device, such as
 *     0.167 of an A10
 * @param slice the seller's name of the topology when devices are only sold as a slice, such as
 *     {@code tpu-v5litepod-8}
 */
public record AcceleratorSet(AcceleratorModel model, double count, Optional<String> slice) {
  public AcceleratorSet {
    if (!(count > 0) || count > 100_000) {
      throw new IllegalArgumentException(
          "A count of %s for %s is outside (0, 100000].".formatted(count, model.name()));
    }
  }

  public static AcceleratorSet of(AcceleratorModel model, double count) {
    return new AcceleratorSet(model, count, Optional.empty());
  }

  /** Whole thousandths, so that 0.167 read from two files compares equal. */
  public int countThousandths() {
    return (int) Math.round(count * 1000);
  }
}
