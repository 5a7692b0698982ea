package io.tradewind.matcher.grammar;

import java.util.Map;

/** A model to be sized. Its keys are checked; sizing itself is refused, not guessed. */
final class ModelReader {
  private static final Map<String, String> TASKS =
      Map.of("inference", "inference", "training", "training", "lora", "lora");
  private static final Map<String, String> TYPES =
      Map.of(
          "fp32", "fp32", "bf16", "bf16", "fp16", "fp16", "fp8", "fp8", "int8", "int8", "int4",
          "int4");

  private ModelReader() {}

  static void read(Tree tree) {
    if (!tree.has("model")) {
      return;
    }
    tree.map("model")
        .ifPresent(
            model -> {
              WorkloadReader.required(model, "name", "the model's name");
              model.choice("task", TASKS);
              model.choice("dtype", TYPES);
              model.words("context");
              model.integer("concurrency", 1, 1_000_000);
              model.nothingElse();
            });
    tree.problem(
        "model",
        "Models are not sized yet.",
        "Say what it needs instead: resources: { accelerators: H100:8 }.");
  }
}
