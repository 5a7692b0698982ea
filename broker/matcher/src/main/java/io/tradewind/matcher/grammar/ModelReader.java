package io.tradewind.matcher.grammar;

import io.tradewind.api.LanguageModel;
import io.tradewind.api.NumberFormat;
import io.tradewind.matcher.sizing.Method;
import io.tradewind.matcher.sizing.ModelDemand;
import io.tradewind.matcher.sizing.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code model}: which one, and what is to be done with it. */
final class ModelReader {
  private static final int MOST_TOKENS = 100_000_000;
  private static final int MOST_SEQUENCES = 1_000_000;
  private static final int INFERENCE_CONTEXT = 8_192;
  private static final int TRAINING_CONTEXT = 4_096;
  private static final int USUAL_RANK = 16;

  private static final Map<String, Method> TASKS =
      Map.of(
          "inference", Method.INFERENCE,
          "training", Method.FULL,
          "finetune", Method.LORA,
          "lora", Method.LORA,
          "qlora", Method.QLORA);
  private static final Map<String, Method> METHODS =
      Map.of("full", Method.FULL, "lora", Method.LORA, "qlora", Method.QLORA);
  private static final Map<String, Optimizer> OPTIMIZERS =
      Map.of(
          "adamw", Optimizer.ADAMW,
          "adam", Optimizer.ADAMW,
          "adamw_8bit", Optimizer.ADAMW_8BIT,
          "adam_8bit", Optimizer.ADAMW_8BIT);
  private static final Map<String, NumberFormat> FORMATS = formats();

  private final Tree tree;
  private final List<String> assumed = new ArrayList<>();
  private final List<String> defaults = new ArrayList<>();

  /**
   * What was read.
   *
   * @param assumed what was not said, for people
   */
  record Read(ModelDemand demand, List<String> assumed) {}

  private ModelReader(Tree tree) {
    this.tree = tree;
  }

  private static Map<String, NumberFormat> formats() {
    Map<String, NumberFormat> formats = new TreeMap<>();
    for (NumberFormat format : NumberFormat.values()) {
      formats.put(format.wireName(), format);
    }
    return formats;
  }

  /** Empty without a model, and with problems that leave nothing to size. */
  static Optional<Read> read(Tree root) {
    return root.map("model").flatMap(tree -> new ModelReader(tree).read());
  }

  private Optional<Read> read() {
    Optional<LanguageModel> model = new ModelShapeReader(tree, assumed).read();
    Method method = method();
    Optional<NumberFormat> format = format(method);
    NumberFormat cache = tree.choice("kv_dtype", FORMATS).orElse(NumberFormat.BF16);
    OptionalInt context = context();
    OptionalInt sequences = sequences(method);
    Optimizer optimizer = tree.choice("optimizer", OPTIMIZERS).orElse(Optimizer.ADAMW);
    boolean checkpointing = tree.flag("checkpointing").orElse(true);
    int rank = tree.integer("rank", 1, 4_096).orElse(USUAL_RANK);
    tree.nothingElse();
    return model.map(
        known -> {
          int length = context.orElseGet(() -> usualContext(known, method));
          tooLong(known, length);
          tellDefaults();
          return new Read(
              new ModelDemand(
                  known,
                  method,
                  format,
                  cache,
                  length,
                  sequences.orElse(1),
                  optimizer,
                  checkpointing,
                  rank,
                  1),
              assumed);
        });
  }

  private Method method() {
    Method task = tree.choice("task", TASKS).orElse(Method.INFERENCE);
    Optional<Method> method = tree.choice("method", METHODS);
    if (method.isPresent() && task == Method.INFERENCE) {
      tree.problem("method", "It is of fine-tuning.", "Write task: finetune, or leave method out.");
    }
    return method.orElse(task);
  }

  private Optional<NumberFormat> format(Method method) {
    Optional<NumberFormat> format = tree.choice("dtype", FORMATS);
    boolean quantised =
        format.isPresent() && (format.get().bytes() < 1 || format.get() == NumberFormat.INT8);
    if (quantised && method.isTraining()) {
      tree.problem(
          "dtype",
          "Weights in %s cannot be trained.".formatted(format.get().wireName()),
          "Write bf16; method: qlora trains adapters beside 4-bit weights.");
      return Optional.empty();
    }
    return format;
  }

  private OptionalInt context() {
    return whole("context", MOST_TOKENS, Amounts::tokens, "a number of tokens such as 8192 or 32k");
  }

  private int usualContext(LanguageModel model, Method method) {
    int usual = method.isTraining() ? TRAINING_CONTEXT : INFERENCE_CONTEXT;
    int length = Math.min(usual, model.longestContext());
    defaults.add(0, String.format(Locale.ROOT, "context %,d", length));
    return length;
  }

  private void tooLong(LanguageModel model, int length) {
    if (length > model.longestContext()) {
      assumed.add(
          String.format(
              Locale.ROOT,
              "%s was made for %,d tokens; %,d were reckoned as asked.",
              model.name(),
              model.longestContext(),
              length));
    }
  }

  /** Answered at once, or trained on at once. */
  private OptionalInt sequences(Method method) {
    String key = method.isTraining() ? "batch" : "concurrency";
    String other = method.isTraining() ? "concurrency" : "batch";
    if (tree.has(other)) {
      tree.problem(
          other, "It is not of %s.".formatted(method.meaning()), "Write %s.".formatted(key));
    }
    OptionalInt sequences = tree.integer(key, 1, MOST_SEQUENCES);
    if (!tree.has(key)) {
      defaults.add(key + " 1");
    }
    return sequences;
  }

  private void tellDefaults() {
    if (!defaults.isEmpty()) {
      assumed.add("Not said, so reckoned with: %s.".formatted(String.join(", ", defaults)));
    }
  }

  /** How a number is read. */
  interface Form {
    OptionalDouble read(@Nullable Object value);
  }

  private OptionalInt whole(String key, int most, Form form, String wanted) {
    OptionalDouble value = amount(tree, key, most, form, wanted);
    return value.isPresent() ? OptionalInt.of((int) value.getAsDouble()) : OptionalInt.empty();
  }

  static OptionalDouble amount(Tree tree, String key, double most, Form form, String wanted) {
    if (!tree.has(key)) {
      return OptionalDouble.empty();
    }
    OptionalDouble value = form.read(tree.raw(key));
    boolean sound = value.isPresent() && value.getAsDouble() >= 1 && value.getAsDouble() <= most;
    if (!sound) {
      Tree.wrongType(tree.problems(), tree.path(key), tree.raw(key), wanted);
      return OptionalDouble.empty();
    }
    return value;
  }
}
