package io.tradewind.matcher.sizing;

import io.tradewind.api.LanguageModel;
import io.tradewind.api.NumberFormat;

/**
 * What a model keeps in accelerator memory, before it is spread over devices. All in bytes.
 *
 * @param weights of all parameters
 * @param beside for inference the key-value cache; for training gradients and optimizer states
 * @param each what every device keeps whole: activations
 */
record Footprint(double weights, double beside, double each) {
  static final double GIBIBYTE = 1L << 30;

  private static final double QLORA_BYTES = 0.6;
  private static final double SIXTEEN_BITS = 2;

  /**
   * Of the activations of one layer, by element of its input, with attention that does not keep its
   * scores (Korthikanti et al., "Reducing Activation Recomputation in Large Transformer Models",
   * 2022, sections 4.1 and 5).
   */
  private static final double LAYER_BYTES = 34;

  /** With full recomputation only the input of a layer is kept. */
  private static final double CHECKPOINT_BYTES = 2;

  /** Of the logits in fp32, by token and word of the vocabulary (the same, section 4.3). */
  private static final double LOGIT_BYTES = 4;

  /**
   * Rows and columns of all matrices of a layer by its width: adapters hold rank × (in + out) for
   * each (Hu et al., "LoRA", 2021). Attention has up to 8 widths, a gated feed-forward of three and
   * a half widths 13.5.
   */
  private static final double ADAPTED_WIDTHS = 21.5;

  static Footprint of(ModelDemand demand, NumberFormat format) {
    return demand.method().isTraining()
        ? training(demand)
        : new Footprint(weights(demand.model(), format), cache(demand), 0);
  }

  /** Quantised to four bits, embedding and output layer stay at 16, as checkpoints have them. */
  static double weights(LanguageModel model, NumberFormat format) {
    if (format.bytes() >= 1) {
      return model.parameters() * format.bytes();
    }
    double outer = Math.min(model.outerParameters(), model.parameters());
    double mixed = (model.parameters() - outer) * format.bytes() + outer * SIXTEEN_BITS;
    return Math.min(mixed, model.parameters() * NumberFormat.INT8.bytes());
  }

  /** Of all sequences: two (key and value) × layers × key-value heads × head size a token. */
  static double cache(ModelDemand demand) {
    return demand.model().keyValueElementsPerToken()
        * demand.cacheFormat().bytes()
        * demand.context()
        * demand.sequences();
  }

  private static Footprint training(ModelDemand demand) {
    double parameters = demand.model().parameters();
    double trained = demand.method() == Method.FULL ? parameters : adapters(demand);
    double states = trained * demand.optimizer().bytesPerParameter();
    double each = activations(demand);
    return switch (demand.method()) {
      case INFERENCE -> throw new IllegalArgumentException("Inference trains nothing.");
      case FULL ->
          new Footprint(parameters * SIXTEEN_BITS, states - parameters * SIXTEEN_BITS, each);
      case LORA -> new Footprint(parameters * SIXTEEN_BITS, states, each);
      case QLORA -> new Footprint(parameters * QLORA_BYTES, states, each);
    };
  }

  static double adapters(ModelDemand demand) {
    LanguageModel model = demand.model();
    double all = ADAPTED_WIDTHS * demand.rank() * model.hidden() * model.layers();
    return Math.min(all, model.parameters());
  }

  /** Of one micro-batch; with checkpointing, one layer's are there while it is reckoned again. */
  private static double activations(ModelDemand demand) {
    LanguageModel model = demand.model();
    double tokens = (double) demand.context() * demand.sequences();
    double layer = LAYER_BYTES * tokens * model.hidden();
    double layers =
        demand.checkpointing()
            ? CHECKPOINT_BYTES * tokens * model.hidden() * model.layers() + layer
            : layer * model.layers();
    return layers + LOGIT_BYTES * tokens * model.vocabulary();
  }
}
