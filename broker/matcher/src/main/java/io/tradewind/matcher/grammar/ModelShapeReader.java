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

  ModelShapeReader(Tree tree, List<String> assumed) {
    this.tree = tree;
    this.assumed = assumed;
  }

  Optional<LanguageModel> read() {
    Optional<String> name = tree.words("name");
    Optional<LanguageModel> known = name.flatMap(LanguageModels.bundled()::find);
    OptionalDouble all = ModelReader.amount(tree, "params", MOST_PARAMETERS, Amounts::count, SIZE);
    OptionalDouble active =
        ModelReader.amount(tree, "active_params", MOST_PARAMETERS, Amounts::count, SIZE);
    OptionalInt layers = tree.integer("layers", 1, 10_000);
    OptionalInt hidden = tree.integer("hidden", 1, MOST);
    OptionalInt heads = tree.integer("heads", 1, 100_000);
    OptionalInt shared = tree.integer("kv_heads", 1, 100_000);
    OptionalInt head = tree.integer("head_dim", 1, 100_000);
    OptionalInt words = tree.integer("vocab", 1, MOST);
    if (known.isEmpty() && all.isEmpty()) {
      unknown(name);
      return Optional.empty();
    }
    if (active.isPresent()
        && active.getAsDouble()
            > all.orElseGet(() -> known.map(LanguageModel::parameters).orElse(0.0))) {
      tree.problem("active_params", "They are more than all.", "Write params as well.");
      return Optional.empty();
    }
    LanguageModel base =
        known.orElseGet(() -> assumed(name.orElse("the model"), all.getAsDouble(), active, layers));
    boolean exact = known.isPresent() || (layers.isPresent() && hidden.isPresent());
    LanguageModel model = changed(base, all, active, layers, hidden, heads, shared, head, words);
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

  private static LanguageModel assumed(
      String name, double parameters, OptionalDouble active, OptionalInt givenLayers) {
    double size = active.orElse(parameters);
    int layers =
        givenLayers.orElse(
            (int) Math.max(1, Math.round(Math.cbrt(size / (MATRICES * ASPECT * ASPECT)))));
    int heads = (int) Math.max(1, Math.round(Math.sqrt(size / MATRICES / layers) / USUAL_HEAD));
    int even =
        heads <= USUAL_KEY_VALUE_HEADS
            ? Integer.highestOneBit(heads)
            : (heads + 7) / USUAL_KEY_VALUE_HEADS * USUAL_KEY_VALUE_HEADS;
    return new LanguageModel(
        name,
        parameters,
        Math.min(size, parameters),
        layers,
        even * USUAL_HEAD,
        even,
        Math.min(USUAL_KEY_VALUE_HEADS, even),
        USUAL_HEAD,
        OptionalInt.empty(),
        USUAL_VOCABULARY,
        MOST,
        NumberFormat.BF16,
        "its size");
  }

  private LanguageModel changed(
      LanguageModel base,
      OptionalDouble all,
      OptionalDouble active,
      OptionalInt layers,
      OptionalInt hidden,
      OptionalInt heads,
      OptionalInt shared,
      OptionalInt head,
      OptionalInt words) {
    double parameters = all.orElse(base.parameters());
    int width = hidden.orElse(base.hidden());
    int size = head.orElse(base.headDimension());
    int many = heads.orElse(hidden.isPresent() ? Math.max(1, width / size) : base.heads());
    int kept = shared.orElse(Math.min(base.keyValueHeads(), many));
    if (kept > many) {
      tree.problem("kv_heads", "They are more than heads.", "Write heads as well.");
      kept = many;
    }
    return new LanguageModel(
        base.name(),
        parameters,
        Math.min(active.orElse(Math.min(base.activeParameters(), parameters)), parameters),
        layers.orElse(base.layers()),
        width,
        many,
        kept,
        size,
        shared.isPresent() || head.isPresent() ? OptionalInt.empty() : base.keyValueLatent(),
        words.orElse(base.vocabulary()),
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
