package io.tradewind.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The table of language models. A name that is neither listed nor an alias is never guessed. */
public final class LanguageModels {
  private static final LanguageModels BUNDLED = new LanguageModels();

  /** What a publisher appends that does not change what the model needs. */
  private static final Pattern EDITION =
      Pattern.compile("-(instruct|chat|it|hf|base|preview|v0\\.[0-9]|[0-9]{4})$");

  private static final double BILLION = 1e9;

  private final Map<String, LanguageModel> models = new LinkedHashMap<>();
  private final Map<String, LanguageModel> names = new HashMap<>();

  private LanguageModels() {
    for (Csv.Row row : Csv.bundled("language-models.csv")) {
      LanguageModel model = model(row);
      models.put(model.name(), model);
      register(model.name(), model);
      for (String alias : row.text("aliases").split("\\|")) {
        if (!alias.isBlank()) {
          register(alias, model);
        }
      }
    }
  }

  /** The table that ships with this module. */
  public static LanguageModels bundled() {
    return BUNDLED;
  }

  public Collection<LanguageModel> models() {
    return List.copyOf(models.values());
  }

  /**
   * What a name means, its organization and edition left aside: {@code
   * meta-llama/Llama-3.1-70B-Instruct} is {@code llama-3.1-70b}. Empty when unknown.
   */
  public Optional<LanguageModel> find(String name) {
    String key = key(name);
    LanguageModel model = names.get(key);
    while (model == null && EDITION.matcher(key).find()) {
      key = EDITION.matcher(key).replaceFirst("");
      model = names.get(key);
    }
    return Optional.ofNullable(model);
  }

  /** Up to {@code limit} known names that look like an unknown one, the likest first. */
  public List<String> suggestions(String name, int limit) {
    String key = key(name);
    int most = Math.max(2, key.length() / 3);
    return models.keySet().stream()
        .filter(candidate -> Spellings.distance(key, candidate) <= most)
        .sorted(
            Comparator.<String>comparingInt(candidate -> Spellings.distance(key, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .limit(limit)
        .toList();
  }

  private void register(String name, LanguageModel model) {
    LanguageModel previous = names.putIfAbsent(key(name), model);
    if (previous != null) {
      throw new IllegalStateException(
          "The model name %s stands for both %s and %s."
              .formatted(name, previous.name(), model.name()));
    }
  }

  private static String key(String name) {
    String bare = name.strip().toLowerCase(Locale.ROOT).replaceAll("[ _]+", "-");
    String own = bare.substring(bare.lastIndexOf('/') + 1);
    return own.startsWith("meta-") ? own.substring("meta-".length()) : own;
  }

  private static LanguageModel model(Csv.Row row) {
    return new LanguageModel(
        row.text("name"),
        row.number("parameters") * BILLION,
        row.number("active") * BILLION,
        whole(row, "layers"),
        whole(row, "hidden"),
        whole(row, "heads"),
        whole(row, "kv_heads"),
        whole(row, "head_dim"),
        row.optional("kv_latent").isPresent()
            ? OptionalInt.of(whole(row, "kv_latent"))
            : OptionalInt.empty(),
        whole(row, "vocabulary"),
        whole(row, "context"),
        format(row),
        row.text("source"));
  }

  private static int whole(Csv.Row row, String column) {
    return Integer.parseInt(row.text(column));
  }

  private static NumberFormat format(Csv.Row row) {
    return NumberFormat.parse(row.text("format"))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The model %s has the unknown format %s."
                        .formatted(row.text("name"), row.text("format"))));
  }
}
