package io.tradewind.api;

import java.util.OptionalInt;

/**
 * The facts of a language model that decide what it needs of an accelerator.
 *
 * @param parameters all of them
 * @param activeParameters those that one token passes through; fewer for a mixture of experts
 * @param hidden the width of a layer
 * @param keyValueHeads fewer than {@code heads} with grouped-query attention
 * @param keyValueLatent elements per layer and token where keys and values are kept compressed
 *     (multi-head latent attention); empty where they are kept by heads
 * @param longestContext tokens
 * @param format of the weights as they are published
 * @param source who says so; for people
 */
public record LanguageModel(
    String name,
    double parameters,
    double activeParameters,
    int layers,
    int hidden,
    int heads,
    int keyValueHeads,
    int headDimension,
    OptionalInt keyValueLatent,
    int vocabulary,
    int longestContext,
    NumberFormat format,
    String source) {
  public LanguageModel {
    boolean positive =
        layers > 0
            && hidden > 0
            && heads > 0
            && keyValueHeads > 0
            && headDimension > 0
            && vocabulary > 0
            && longestContext > 0;
    if (name.isBlank() || !positive) {
      throw new IllegalArgumentException(
          "The model '%s' has a dimension that is not positive.".formatted(name));
    }
    if (!(activeParameters > 0) || !(parameters >= activeParameters)) {
      throw new IllegalArgumentException(
          "%s has %s active of %s parameters; expected 0 < active <= all."
              .formatted(name, activeParameters, parameters));
    }
    if (keyValueHeads > heads) {
      throw new IllegalArgumentException(
          "%s has %d key-value heads and only %d heads.".formatted(name, keyValueHeads, heads));
    }
  }

  /** What the cache keeps of one token, over all layers. */
  public long keyValueElementsPerToken() {
    return keyValueLatent.isPresent()
        ? (long) layers * keyValueLatent.getAsInt()
        : 2L * layers * keyValueHeads * headDimension;
  }

  /** Of the embedding and the output layer, which quantised checkpoints leave at 16 bits. */
  public double outerParameters() {
    return 2.0 * vocabulary * hidden;
  }
}
