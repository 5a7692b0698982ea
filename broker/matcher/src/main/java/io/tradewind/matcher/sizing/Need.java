package io.tradewind.matcher.sizing;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.NumberFormat;

/**
 * How many of one accelerator a model needs in each node, and why. All memory in GiB.
 *
 * @param count devices of one node (chips of a TPU)
 * @param tensor devices that share every layer; 1 for training, which shards parameters instead
 * @param weights of the whole model
 * @param beside of the whole model: the key-value cache, or gradients and optimizer states
 * @param share what one device keeps of both
 * @param each activations of one device
 * @param overhead of one device: run time, workspace, fragmentation
 * @param allowed what may be filled of one device
 */
public record Need(
    AcceleratorModel accelerator,
    int count,
    NumberFormat format,
    int tensor,
    int stages,
    double weights,
    double beside,
    double share,
    double each,
    double overhead,
    double allowed) {

  /** Of one device. */
  public double total() {
    return share + each + overhead;
  }
}
