package io.tradewind.matcher.grammar;

import io.tradewind.api.LanguageModel;
import io.tradewind.api.LanguageModels;
import io.tradewind.api.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Reads which model it is: a known name, or its size, or both; what is written wins.
 *
 * <p>Of a model that only its size is known of, the shape is assumed: layers 128 times as wide as
 * they are many, which is where published dense models of 7 to 405 billion parameters lie, of 12 ×
 * width² parameters each (Kaplan et al., "Scaling Laws for Neural Language Models", 2020, table 1),
 * heads of 128, and 8 key-value heads.
 */
final class ModelShapeReader {
  private static final double MOST_PARAMETERS = 1e14;
  private static final int MOST = 10_000_000;
  private static final double ASPECT = 128;
  private static final double MATRICES = 12;
  private static final int USUAL_HEAD = 128;
  private static final int USUAL_KEY_VALUE_HEADS = 8;
  private static final int USUAL_VOCABULARY = 128_000;
  private static final String SIZE = "a number of parameters such as 70B";

  private final Tree tree;
  private final List<String> assumed;
  private final OptionalDouble parameters;
  private final OptionalDouble active;
  private final OptionalInt layers;
  private final OptionalInt hidden;
  private final OptionalInt heads;
  private final OptionalInt keyValueHeads;
  private final OptionalInt headDimension;
  private final OptionalInt vocabulary;

  ModelShapeReader(Tree tree, List<String> assumed) {
    this.tree = tree;
    this.assumed = assumed;
    parameters = ModelReader.amount(tree, "params", MOST_PARAMETERS, Amounts::count, SIZE);
    active = ModelReader.amount(tree, "active_params", MOST_PARAMETERS, Amounts::count, SIZE);
    layers = tree.integer("layers", 1, 10_000);
    hidden = tree.integer("hidden", 1, MOST);
    heads = tree.integer("heads", 1, 100_000);
    keyValueHeads = tree.integer("kv_heads", 1, 100_000);
    headDimension = tree.integer("head_dim", 1, 100_000);
    vocabulary = tree.integer("vocab", 1, MOST);
  }

  /** Empty, with a problem, when neither name nor size tells which it is. */
  Optional<LanguageModel> read() {
    Optional<String> name = tree.words("name");
    Optional<LanguageModel> known = name.flatMap(LanguageModels.bundled()::find);
    if (known.isEmpty() && parameters.isEmpty()) {
      unknown(name);
      return Optional.empty();
    }
    double all = parameters.orElseGet(() -> known.map(LanguageModel::parameters).orElse(0.0));
    if (active.orElse(0) > all) {
      tree.problem("active_params", "They are more than all.", "Write params as well.");
      return Optional.empty();
    }
    LanguageModel model = changed(known.orElseGet(() -> ofSize(name.orElse("the model"), all)));
    boolean exact = known.isPresent() || (layers.isPresent() && hidden.isPresent());
    if (!exact) {
      tellShape(model);
    }
    return Optional.of(model);
  }

  private void unknown(Optional<String> name) {
    if (tree.has("params")) {
      return;
    }
    if (name.isEmpty()) {
      if (!tree.has("name")) {
        tree.problem("name", "It is missing.", "Give the model's name, or its size: params: 70B.");
      }
      return;
    }
    List<String> likely =
        name.get().length() <= 80 ? LanguageModels.bundled().suggestions(name.get(), 2) : List.of();
    String meant = likely.isEmpty() ? "" : "Did you mean " + String.join(" or ", likely) + "? ";
    tree.problem(
        "name",
        "The model %s is unknown.".formatted(Problems.quoted(name.get())),
        meant + "Give its size otherwise: model: { params: 70B }.");
  }

  private LanguageModel ofSize(String name, double all) {
    double size = active.orElse(all);
    int many =
        layers.orElse(
            (int) Math.max(1, Math.round(Math.cbrt(size / (MATRICES * ASPECT * ASPECT)))));
    double width = Math.sqrt(size / MATRICES / many);
    int usualHeads = evenly((int) Math.max(1, Math.round(width / USUAL_HEAD)));
    return new LanguageModel(
        name,
        all,
        size,
        many,
        usualHeads * USUAL_HEAD,
        usualHeads,
        Math.min(USUAL_KEY_VALUE_HEADS, usualHeads),
        USUAL_HEAD,
        OptionalInt.empty(),
        USUAL_VOCABULARY,
        MOST,
        NumberFormat.BF16,
        "its size");
  }

  /** So that key-value heads divide them, as published models have it. */
  private static int evenly(int many) {
    int groups = (many + USUAL_KEY_VALUE_HEADS - 1) / USUAL_KEY_VALUE_HEADS;
    return many <= USUAL_KEY_VALUE_HEADS
        ? Integer.highestOneBit(many)
        : groups * USUAL_KEY_VALUE_HEADS;
  }

  private LanguageModel changed(LanguageModel base) {
    double all = parameters.orElse(base.parameters());
    int width = hidden.orElse(base.hidden());
    int size = headDimension.orElse(base.headDimension());
    int many = heads.orElse(hidden.isPresent() ? Math.max(1, width / size) : base.heads());
    int shared = keyValueHeads.orElse(Math.min(base.keyValueHeads(), many));
    if (shared > many) {
      tree.problem("kv_heads", "They are more than heads.", "Write heads as well.");
    }
    boolean ownCache = keyValueHeads.isPresent() || headDimension.isPresent();
    return new LanguageModel(
        base.name(),
        all,
        Math.min(active.orElse(base.activeParameters()), all),
        layers.orElse(base.layers()),
        width,
        many,
        Math.min(shared, many),
        size,
        ownCache ? OptionalInt.empty() : base.keyValueLatent(),
        vocabulary.orElse(base.vocabulary()),
        base.longestContext(),
        base.format(),
        base.source());
  }

  private void tellShape(LanguageModel model) {
    assumed.add(
        String.format(
            Locale.ROOT,
            "Its shape was assumed from its size: %d layers of width %,d, %d key-value heads of %d;"
                + " layers, hidden, heads, kv_heads and head_dim make it exact.",
            model.layers(),
            model.hidden(),
            model.keyValueHeads(),
            model.headDimension()));
  }
}
