package io.tradewind.matcher.sizing;

import io.tradewind.api.LanguageModel;
import java.util.ArrayList;
import java.util.List;

/**
 * How a model is spread over the devices of all nodes.
 *
 * @param tensor devices that share every layer, within one fast link
 * @param stages groups of layers, one after the other
 */
record Layout(int tensor, int stages) {

  /**
   * For inference, the widest tensor parallelism first, since all its devices work on each token:
   * as far as the fast link reaches and as the heads can be divided; the rest is pipeline stages.
   * Devices without such a link are staged, as the documentation of vLLM advises ("Parallelism and
   * Scaling").
   */
  static List<Layout> forInference(LanguageModel model, int devices, int nodes, int scaleUp) {
    List<Layout> layouts = new ArrayList<>();
    int widest = Integer.highestOneBit(Math.max(1, Math.min(devices / nodes, scaleUp)));
    for (int tensor = widest; tensor >= 1; tensor /= 2) {
      int stages = devices / tensor;
      if (divides(model, tensor) && stages * tensor == devices && stages <= model.layers()) {
        layouts.add(new Layout(tensor, stages));
      }
    }
    return layouts;
  }

  /** Key-value heads are divided too, or each is kept by several devices. */
  private static boolean divides(LanguageModel model, int tensor) {
    boolean heads = model.heads() % tensor == 0;
    int shared = model.keyValueHeads();
    return heads && (shared % tensor == 0 || tensor % shared == 0);
  }

  int devices() {
    return tensor * stages;
  }

  /** Bytes of weights on the fullest device. */
  double weightsOfOne(LanguageModel model, double weights) {
    return weights / devices() * unevenness(model);
  }

  /**
   * Bytes of cache on the fullest device. A compressed cache belongs to all heads, so that every
   * device of a tensor group keeps it whole.
   */
  double cacheOfOne(LanguageModel model, double cache) {
    int shares = model.keyValueLatent().isPresent() ? 1 : Math.min(tensor, model.keyValueHeads());
    return cache / shares / stages * unevenness(model);
  }

  /** The longest stage over the mean one. */
  private double unevenness(LanguageModel model) {
    int longest = (model.layers() + stages - 1) / stages;
    return (double) longest * stages / model.layers();
  }
}
