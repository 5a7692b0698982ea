package io.tradewind.matcher.sizing;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.LanguageModel;
import io.tradewind.api.NumberFormat;
import java.util.List;
import java.util.Optional;

/**
 * A model and what is to be done with it.
 *
 * @param format of weights and arithmetic; empty for the published one, or 16 bits where an
 *     accelerator does not have that
 * @param cacheFormat of keys and values, for inference
 * @param context tokens of one sequence
 * @param sequences answered at once for inference; trained on at once by one device (the
 *     micro-batch) for training
 * @param checkpointing whether activations are reckoned again on the way back instead of kept
 * @param rank of the adapters, for LoRA and QLoRA
 * @param nodes machines that work together
 */
public record ModelDemand(
    LanguageModel model,
    Method method,
    Optional<NumberFormat> format,
    NumberFormat cacheFormat,
    int context,
    int sequences,
    Optimizer optimizer,
    boolean checkpointing,
    int rank,
    int nodes) {

  private static final List<NumberFormat> SIXTEEN_BITS =
      List.of(NumberFormat.BF16, NumberFormat.FP16);

  public ModelDemand {
    if (context < 1 || sequences < 1 || rank < 1 || nodes < 1) {
      throw new IllegalArgumentException(
          "A demand for %s of %d tokens, %d sequences, rank %d, %d nodes; each is at least 1."
              .formatted(model.name(), context, sequences, rank, nodes));
    }
  }

  /** Inference of one sequence of up to 8,192 tokens, in the published format. */
  public static ModelDemand inference(LanguageModel model) {
    int context = Math.min(8_192, model.longestContext());
    return new ModelDemand(
        model,
        Method.INFERENCE,
        Optional.empty(),
        NumberFormat.BF16,
        context,
        1,
        Optimizer.ADAMW,
        true,
        16,
        1);
  }

  public ModelDemand withFormat(NumberFormat newFormat) {
    return new ModelDemand(
        model,
        method,
        Optional.of(newFormat),
        cacheFormat,
        context,
        sequences,
        optimizer,
        checkpointing,
        rank,
        nodes);
  }

  public ModelDemand withCacheFormat(NumberFormat newFormat) {
    return new ModelDemand(
        model,
        method,
        format,
        newFormat,
        context,
        sequences,
        optimizer,
        checkpointing,
        rank,
        nodes);
  }

  public ModelDemand withMethod(Method newMethod) {
    return new ModelDemand(
        model,
        newMethod,
        format,
        cacheFormat,
        context,
        sequences,
        optimizer,
        checkpointing,
        rank,
        nodes);
  }

  public ModelDemand withSequences(int newContext, int newSequences) {
    return new ModelDemand(
        model,
        method,
        format,
        cacheFormat,
        newContext,
        newSequences,
        optimizer,
        checkpointing,
        rank,
        nodes);
  }

  public ModelDemand withTraining(Optimizer newOptimizer, boolean newCheckpointing, int newRank) {
    return new ModelDemand(
        model,
        method,
        format,
        cacheFormat,
        context,
        sequences,
        newOptimizer,
        newCheckpointing,
        newRank,
        nodes);
  }

  public ModelDemand withNodes(int newNodes) {
    return new ModelDemand(
        model,
        method,
        format,
        cacheFormat,
        context,
        sequences,
        optimizer,
        checkpointing,
        rank,
        newNodes);
  }

  /** In which format this accelerator would work; empty when it has none that will do. */
  public Optional<NumberFormat> formatOn(AcceleratorModel accelerator) {
    if (method == Method.QLORA && !NumberFormat.INT4.runsOn(accelerator)) {
      return Optional.empty();
    }
    if (format.isPresent()) {
      return format.filter(asked -> asked.runsOn(accelerator));
    }
    NumberFormat published = model.format();
    if (published.runsOn(accelerator) && !(method.isTraining() && published.bytes() < 2)) {
      return Optional.of(published);
    }
    return SIXTEEN_BITS.stream().filter(other -> other.runsOn(accelerator)).findFirst();
  }
}
